// The ask page, enhanced: answers come as they are made, proofs open beside them, the conversation stays in this browser.
// Without this file the page works by plain forms.
// Nothing is ever parsed as markup: the server sends trees, built here node by node from a list of allowed names.

const TAGS = new Set(
  ("a article aside bdi blockquote button caption dd details div dl dt figcaption figure form h2 h3 h4 h5 h6 input li mark ol p q " +
    "span strong summary table tbody td th thead tr ul").split(" "),
);
const SVG = new Set("circle line polyline rect svg text".split(" "));
const NAMES = new Set(
  ("action aria-describedby aria-hidden aria-label aria-labelledby class colspan cx cy data-plain data-sources focusable form " +
    "formnovalidate height href id lang method name points r role scope tabindex text-anchor type value viewBox width x x1 x2 y " +
    "y1 y2").split(" "),
);
const ADDRESSES = new Set(["href", "action"]);
const TURNS = 20; // of a conversation, kept in this tab
const PAST = 50; // questions, kept in this browser
const LINK = 1500; // characters of a question that an address carries

const form = document.getElementById("ask");
if (form) start(form);

function start(form) {
  const field = form.querySelector("textarea");
  const turns = document.getElementById("turns");
  const status = document.getElementById("status");
  const say = form.dataset;
  const kept = shelf(sessionStorage, "repere.turns");
  const past = shelf(localStorage, "repere.questions");
  let running = null;
  const controls = JSON.parse(say.controls);
  // An answer's buttons speak its language, which need not be the page's.
  const tongue = (node) => controls[node.closest("[lang]")?.lang] ?? controls[document.documentElement.lang];

  mine();
  restore();
  recall();
  if (!matchMedia("(pointer: coarse)").matches) field.focus({ preventScroll: true });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === "ArrowUp" && !field.value) {
      field.value = past.read()[0] ?? "";
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const question = (event.submitter?.name === "question" ? event.submitter.value : field.value).trim();
    if (question && !running) ask(question);
    else field.focus();
  });
  turns.addEventListener("submit", (event) => {
    if (event.target.classList.contains("export")) return;
    event.preventDefault();
    opine(event.target, event.submitter);
  });
  turns.addEventListener("click", (event) => {
    const link = event.target.closest("a.call, a.place");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) show(event, link);
  });
  form.querySelector(".again a").addEventListener("click", () => kept.write([]));
  addEventListener("popstate", () => { if (!history.state?.proof) close(); });
  addEventListener("keydown", (event) => { if (event.key === "Escape" && proof()) history.back(); });
  addEventListener("pagehide", () => { shelf(sessionStorage, "repere.scroll").write([scrollY]); });
  addEventListener("beforeprint", () => turns.querySelectorAll("details").forEach((one) => { one.open = true; }));
  turns.querySelectorAll(".reply").forEach((reply) => tools(reply, words(reply)));

  // What one person left in this browser is not shown to another who signs in.
  function mine() {
    const owner = shelf(localStorage, "repere.owner");
    if ((owner.read()[0] ?? "") !== say.who) [kept, past].forEach((one) => one.write([]));
    owner.write(say.who ? [say.who] : []);
  }

  function restore() {
    const asked = new URLSearchParams(location.search).get("q")?.trim();
    if (turns.childElementCount) return;
    const known = kept.read();
    known.forEach((turn) => {
      const reply = build(turn.tree);
      turns.append(make("article", { class: "turn" }, [heading(turn.question), reply]));
      tools(reply, turn.question);
      remember(turn.question);
    });
    if (known.length) begun();
    if (asked && known.at(-1)?.question !== asked) ask(asked, []);
    else if (known.length) scrollTo(0, shelf(sessionStorage, "repere.scroll").read()[0] ?? 0);
    if (asked) field.value = "";
  }

  function begun() {
    document.getElementById("hero")?.classList.add("small");
    document.getElementById("begin")?.remove();
    document.getElementById("error")?.remove();
    field.placeholder = say.again;
    form.classList.add("under");
  }

  // One's own questions, asked again by a click; erased by another.
  function recall() {
    const known = past.read();
    const place = document.getElementById("past");
    place.hidden = !known.length;
    place.querySelector("ul").replaceChildren(...known.map((question) =>
      make("li", {}, [make("button", { type: "submit", form: "ask", name: "question", value: question, class: "suggestion" }, [question])])));
    place.querySelector(".erase").onclick = () => {
      past.write([]);
      kept.write([]);
      place.hidden = true;
      status.textContent = say.erased;
      field.focus();
    };
  }

  function earlier() {
    return [...form.querySelectorAll("input[name=context]")].map((input) => input.value);
  }

  function remember(question) {
    form.querySelector(".again").hidden = false;
    const values = [...earlier(), question].slice(-6);
    form.querySelectorAll("input[name=context]").forEach((input) => input.remove());
    values.forEach((value) => form.append(make("input", { type: "hidden", name: "context", value })));
  }

  function heading(question) {
    return make("h2", { class: "question", tabindex: "-1" }, [
      make("span", { class: "eyebrow" }, [say.asked]), " ", make("span", { class: "words" }, [question]),
    ]);
  }

  function address(question) {
    const language = document.documentElement.lang;
    return question.length > LINK ? `/?lang=${language}` : `/?${new URLSearchParams({ lang: language, q: question })}`;
  }

  async function ask(question, context = earlier()) {
    begun();
    if (proof()) history.back();
    const title = heading(question);
    const steps = make("p", { class: "steps" }, [say.working + "…"]);
    const stop = make("button", { type: "button", class: "tool" }, [say.stop]);
    const turn = make("article", { class: "turn" }, [title, steps, make("div", { class: "actions" }, [stop])]);
    turns.append(turn);
    title.scrollIntoView({ block: "start" });
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
      turn.replaceChildren(title, reply);
      tools(reply, question);
      remember(question);
      status.textContent = answer.said;
      kept.write([...kept.read(), { question, tree: answer.tree }].slice(-TURNS));
      past.write([question, ...past.read().filter((one) => one !== question)].slice(0, PAST));
      recall();
      if (!history.state?.proof) history.replaceState(null, "", address(question));
    } catch (error) {
      const stopped = error.name === "AbortError";
      const told = stopped ? say.stopped : error.told || say.lost;
      const again = make("button", { type: "button", class: "tool" }, [say.retry]);
      again.addEventListener("click", () => { turn.remove(); ask(question, context); });
      turn.replaceChildren(title, make("p", { class: "note premise" }, [told]), make("div", { class: "actions" }, [again]));
      field.value = question;
      status.textContent = told;
    } finally {
      running = null;
      field.focus({ preventScroll: true });
    }
  }

  async function receive(question, context, signal, tell) {
    const body = new URLSearchParams([["question", question], ...context.map((text) => ["context", text])]);
    const response = await fetch(`/ask?lang=${document.documentElement.lang}`, { method: "POST", body, signal });
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

  function words(reply) {
    return reply.closest(".turn").querySelector(".words").textContent;
  }

  function tools(reply, question) {
    const row = make("div", { class: "actions" });
    const say = tongue(reply.querySelector(".said"));
    const add = (label, act) => {
      const button = make("button", { type: "button" }, [label]);
      button.addEventListener("click", act);
      row.append(button);
    };
    const copying = (label, copy, told) => add(label, async () => {
      let said = told;
      try { await copy(); } catch { said = say.uncopied; }
      status.textContent = said;
      row.querySelector(".done")?.remove();
      row.append(make("span", { class: "done" }, [said]));
    });
    copying(say.copy, () => navigator.clipboard.write([new ClipboardItem({
      "text/html": new Blob([rich(reply, question)], { type: "text/html" }),
      "text/plain": new Blob([reply.dataset.plain], { type: "text/plain" }),
    })]), say.copied);
    copying(say.plain, () => navigator.clipboard.writeText(reply.dataset.plain), say.copied);
    copying(say.link, () => navigator.clipboard.writeText(location.origin + address(question)), say.linked);
    add(say.print, () => print());
    reply.querySelector(".said").append(row);
  }

  // The answer for a message or a document: no control, every link whole, the sources below.
  function rich(reply, question) {
    const said = reply.querySelector(".said").cloneNode(true);
    said.querySelectorAll("form, button, .actions, .more, .eyebrow, svg, .unseen").forEach((one) => one.remove());
    said.querySelectorAll("a.call").forEach((call) => {
      call.setAttribute("href", source(reply, call)?.querySelector("a.place")?.href ?? "");
      call.textContent = `[${call.textContent}]`;
    });
    const margin = reply.querySelector(".margin")?.cloneNode(true) ?? "";
    const whole = make("div", { lang: reply.querySelector(".said").lang }, [
      make("p", {}, [make("a", { href: location.origin + address(question) }, [make("strong", {}, [question])])]), said, margin,
    ]);
    whole.querySelectorAll("details").forEach((one) => one.replaceWith(...[...one.children].filter((child) => child.tagName !== "SUMMARY")));
    whole.querySelectorAll("a[href]").forEach((one) => one.setAttribute("href", one.href));
    whole.querySelectorAll("*").forEach((one) => {
      for (const name of one.getAttributeNames()) if (!["href", "lang", "colspan", "scope", "value"].includes(name)) one.removeAttribute(name);
    });
    return new XMLSerializer().serializeToString(whole);
  }

  async function opine(sent, button) {
    const body = new URLSearchParams(new FormData(sent, button));
    const down = body.get("verdict") === "down" && !sent.classList.contains("reason");
    const told = tongue(sent);
    try { await fetch("/feedback", { method: "POST", body }); } catch { status.textContent = say.lost; return; }
    status.textContent = told.thanks;
    const thanks = make("p", { class: "quiet", tabindex: "-1" }, [told.thanks]);
    sent.replaceWith(thanks);
    if (down) reasons(body, thanks, told);
    else thanks.focus();
  }

  function reasons(body, thanks, say) {
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

  function source(reply, call) {
    return [...reply.querySelectorAll(".margin li")].find((one) => `#${one.id}` === call.getAttribute("href"));
  }

  function proof() {
    return document.getElementById("proof");
  }

  // The cited words in what stands around them, beside the answer; back and Escape return to the number.
  async function show(event, link) {
    const entry = link.matches(".call") ? source(link.closest(".reply"), link) : link.closest("li");
    const place = entry?.querySelector("a.place");
    if (!place) return;
    event.preventDefault();
    let told;
    try {
      const response = await fetch(place.href.split("#")[0], { headers: { accept: "application/json" } });
      told = await response.json();
    } catch { location.assign(place.href); return; }
    turns.querySelectorAll(".on").forEach((other) => other.classList.remove("on"));
    entry.classList.add("on");
    link.classList.add("on");
    const was = proof();
    if (was) was.remove();
    else history.pushState({ proof: true }, "");
    const leave = make("button", { type: "button", class: "tool" }, [say.close]);
    leave.addEventListener("click", () => history.back());
    const title = make("h2", { id: "proof-title", tabindex: "-1", lang: "fr" }, [told.title ?? ""]);
    const panel = make("aside", { id: "proof", "aria-labelledby": "proof-title" }, [
      make("div", { class: "proof-head" }, [
        make("div", {}, [title, make("p", { class: "quiet" }, [[told.details, place.textContent].filter(Boolean).join(", ")])]), leave,
      ]),
      ...(told.said ? [make("p", { class: "note stale" }, [told.said])] : []),
      make("p", { class: "proof-whole" }, [make("a", { href: place.href }, [say.whole])]),
      ...(told.tree ? [build(told.tree)] : []),
    ]);
    document.body.append(panel);
    document.body.classList.add("beside");
    title.focus({ preventScroll: true });
    const mark = panel.querySelector("mark");
    if (mark) center(panel.querySelector(".document"), mark);
  }

  // In the middle of what its heads and names leave free.
  function center(room, mark) {
    const [box, at] = [room.getBoundingClientRect(), mark.getBoundingClientRect()];
    const head = mark.closest("table")?.tHead?.offsetHeight ?? 0;
    const name = mark.closest("tr")?.querySelector(".name")?.offsetWidth ?? 0;
    room.scrollTop += at.top - box.top - head - (box.height - head) / 3;
    room.scrollLeft += at.left - box.left - name - (box.width - name) / 3;
  }

  function close() {
    const back = turns.querySelector("a.on");
    proof()?.remove();
    document.body.classList.remove("beside");
    turns.querySelectorAll(".on").forEach((one) => one.classList.remove("on"));
    back?.focus();
  }
}

// A list kept in the browser under a name; nothing breaks where there is no room or no permission.
function shelf(area, name) {
  return {
    read() {
      try { const found = JSON.parse(area.getItem(name) ?? "[]"); return Array.isArray(found) ? found : []; } catch { return []; }
    },
    write(list) {
      for (let kept = list; ; kept = kept.slice(1)) {
        try { if (kept.length) area.setItem(name, JSON.stringify(kept)); else area.removeItem(name); return; } catch { if (!kept.length) return; }
      }
    },
  };
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
    if (ADDRESSES.has(name) && !/^(https?:\/\/|mailto:|\/(?!\/)|#)/.test(value)) continue;
    node.setAttribute(name, value);
  }
  node.append(...children.map(build));
  return node;
}
