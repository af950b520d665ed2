// The ask page, enhanced: answers come as they are made. Without this file the page works by plain forms.
// Nothing is ever parsed as markup: the server sends trees, built here node by node from a list of allowed names.

const TAGS = new Set(
  ("a article aside bdi blockquote button caption details div figcaption figure form h2 h3 input li ol p span strong summary " +
    "table tbody td th thead tr ul").split(" "),
);
const SVG = new Set("circle line polyline rect svg text".split(" "));
const NAMES = new Set(
  ("action aria-describedby aria-hidden aria-label aria-labelledby class colspan cx cy data-plain data-sources focusable form " +
    "formnovalidate height href id lang method name points r role scope tabindex text-anchor type value viewBox width x x1 x2 y " +
    "y1 y2").split(" "),
);
const ADDRESSES = new Set(["href", "action"]);

const form = document.getElementById("ask");
if (form) start(form);

function start(form) {
  const field = form.querySelector("textarea");
  const turns = document.getElementById("turns");
  const status = document.getElementById("status");
  const say = form.dataset;
  let running = null;

  field.focus({ preventScroll: true });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const question = (event.submitter?.name === "question" ? event.submitter.value : field.value).trim();
    if (question && !running) ask(question);
    else field.focus();
  });
  turns.addEventListener("submit", (event) => {
    event.preventDefault();
    opine(event.target, event.submitter);
  });
  turns.addEventListener("click", (event) => {
    const call = event.target.closest("a.call");
    if (call) follow(event, call);
  });
  addEventListener("beforeprint", () => turns.querySelectorAll("details").forEach((one) => { one.open = true; }));
  turns.querySelectorAll(".reply").forEach((reply) => tools(reply, reply.closest(".turn")));

  function earlier() {
    return [...form.querySelectorAll("input[name=context]")].map((input) => input.value);
  }

  function remember(question) {
    form.querySelector(".again").hidden = false;
    form.prepend(make("input", { type: "hidden", name: "context", value: question }));
    const kept = form.querySelectorAll("input[name=context]");
    // The newest is first in the page while it grows: order them oldest first for the server.
    const values = [question, ...[...kept].slice(1).map((input) => input.value)];
    const ordered = [...values.slice(1), values[0]].slice(-6);
    kept.forEach((input) => input.remove());
    ordered.forEach((value) => form.append(make("input", { type: "hidden", name: "context", value })));
  }

  async function ask(question, context = earlier()) {
    document.getElementById("hero")?.classList.add("small");
    document.getElementById("begin")?.remove();
    document.getElementById("error")?.remove();
    const heading = make("h2", { class: "question", tabindex: "-1" }, [
      make("span", { class: "eyebrow" }, [say.asked]), " ", make("span", { class: "words" }, [question]),
    ]);
    const steps = make("p", { class: "steps" }, [say.working + "…"]);
    const stop = make("button", { type: "button", class: "tool" }, [say.stop]);
    const turn = make("article", { class: "turn" }, [heading, steps, make("div", { class: "actions" }, [stop])]);
    turns.append(turn);
    heading.scrollIntoView({ block: "start" });
    status.textContent = say.working;
    field.value = "";
    running = new AbortController();
    stop.addEventListener("click", () => running?.abort());
    try {
      const answer = await receive(question, context, running.signal, {
        status: (text) => { steps.textContent = text + "…"; },
        claim: (text) => steps.before(make("p", { class: "claim" }, [text])),
      });
      const reply = build(answer.tree);
      turn.replaceChildren(heading, reply);
      tools(reply, turn, question, context);
      remember(question);
      status.textContent = answer.said;
      field.placeholder = say.again;
    } catch (error) {
      const stopped = error.name === "AbortError";
      const told = stopped ? say.stopped : error.told || say.lost;
      const again = make("button", { type: "button", class: "tool" }, [say.retry]);
      again.addEventListener("click", () => { turn.remove(); ask(question, context); });
      turn.replaceChildren(heading, make("p", { class: "note premise" }, [told]), make("div", { class: "actions" }, [again]));
      field.value = question;
      status.textContent = told;
    } finally {
      running = null;
      field.focus({ preventScroll: true });
    }
  }

  async function receive(question, context, signal, tell) {
    const body = new URLSearchParams([["question", question], ...context.map((text) => ["context", text])]);
    const response = await fetch("/ask" + location.search, { method: "POST", body, signal });
    if (!response.ok || !response.body) throw refused(await response.text());
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let buffer = "";
    for (;;) {
      const { value, done } = await reader.read();
      buffer += value ?? "";
      let end;
      while ((end = buffer.indexOf("\n\n")) >= 0) {
        const [name, data] = buffer.slice(0, end).split("\n");
        buffer = buffer.slice(end + 2);
        const told = JSON.parse(data.slice(6));
        tell[name.slice(7)]?.(told.text);
        if (name === "event: answer") return told;
        if (name === "event: error") throw Object.assign(new Error(), { told: told.text });
      }
      if (done) throw new Error();
    }
  }

  function refused(text) {
    try { return Object.assign(new Error(), { told: JSON.parse(text).detail }); } catch { return new Error(); }
  }

  function tools(reply, turn, question, context) {
    const said = reply.querySelector(".said");
    const row = make("div", { class: "actions" });
    const add = (label, act) => {
      const button = make("button", { type: "button" }, [label]);
      button.addEventListener("click", act);
      row.append(button);
    };
    add(say.copy, async () => {
      let told = say.copied;
      try { await navigator.clipboard.writeText(reply.dataset.plain); } catch { told = say.uncopied; }
      status.textContent = told;
      row.querySelector(".done")?.remove();
      row.append(make("span", { class: "done" }, [told]));
    });
    add(say.print, () => print());
    if (question) add(say.retry, () => { turn.remove(); ask(question, context); });
    said.append(row);
  }

  async function opine(sent, button) {
    const body = new URLSearchParams(new FormData(sent, button));
    const down = body.get("verdict") === "down" && !sent.classList.contains("reason");
    try { await fetch("/feedback", { method: "POST", body }); } catch { status.textContent = say.lost; return; }
    status.textContent = say.thanks;
    const thanks = make("p", { class: "quiet", tabindex: "-1" }, [say.thanks]);
    sent.replaceWith(thanks);
    if (down) reasons(body, thanks);
    else thanks.focus();
  }

  function reasons(body, thanks) {
    const id = "r" + body.get("token");
    const hidden = ["answer", "question", "token", "generation", "verdict"].map((name) =>
      make("input", { type: "hidden", name, value: body.get(name) ?? "" }));
    const text = make("textarea", { id, name: "reason", rows: "3", maxlength: "1000", "aria-describedby": id + "h" });
    thanks.after(make("form", { class: "reason", method: "post", action: "/feedback" }, [
      ...hidden, make("label", { for: id }, [say.why]), make("p", { id: id + "h", class: "hint" }, [say.hint]), text,
      make("button", { type: "submit", class: "tool" }, [say.tell]),
    ]));
    text.focus();
  }

  function follow(event, call) {
    const source = document.getElementById(call.getAttribute("href").slice(1));
    if (!source) return;
    event.preventDefault();
    document.querySelectorAll(".margin .on").forEach((other) => other.classList.remove("on"));
    source.closest("details")?.setAttribute("open", "");
    source.classList.add("on");
    source.scrollIntoView({ block: "nearest" });
    source.focus({ preventScroll: true });
    source.addEventListener("keydown", (key) => { if (key.key === "Escape") call.focus(); }, { once: true });
  }
}

// A node this script makes itself.
function make(tag, attributes = {}, children = []) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

// A node from the server's tree: [tag, {attribute: value}, [children]], or a text.
function build(tree) {
  if (typeof tree === "string") return document.createTextNode(tree);
  const [tag, attributes, children] = tree;
  const drawn = SVG.has(tag);
  if (!drawn && !TAGS.has(tag)) return document.createTextNode("");
  const node = drawn ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (!NAMES.has(name)) continue;
    if (ADDRESSES.has(name) && !/^(https?:\/\/|\/(?!\/)|#)/.test(value)) continue;
    node.setAttribute(name, value);
  }
  node.append(...children.map(build));
  return node;
}
