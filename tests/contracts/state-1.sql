-- What a service remembered before its state was numbered: the tables as they were, and a few rows. Never to be edited.
-- file seen-2.sqlite
CREATE TABLE messages (
    key TEXT PRIMARY KEY, channel TEXT NOT NULL, at REAL NOT NULL, work BLOB, posted TEXT NOT NULL DEFAULT '',
    owner TEXT NOT NULL DEFAULT '', held REAL NOT NULL DEFAULT 0);
CREATE INDEX undone ON messages (channel, at) WHERE work IS NOT NULL;
INSERT INTO messages VALUES ('78437af7c34eeb0a740b8320e1ceb9a4d3c221296412fa824adaaedae92b5a27', 'slack', 4102444800, NULL, '', 'x', 0);
-- file feedback.sqlite
CREATE TABLE feedback (
    answer TEXT NOT NULL, asker TEXT NOT NULL, channel TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL,
    question TEXT NOT NULL, generation TEXT NOT NULL, at REAL NOT NULL, PRIMARY KEY (answer, asker));
INSERT INTO feedback VALUES ('a1', 'ef5a9121525de4d43ebde20824b1f6d5', 'web', 'up', '', 'q1', 'g', 4102444800);
INSERT INTO feedback VALUES ('a2', 'other', 'web', 'down', 'faux', 'q2', 'g', 4102444801);
-- file slack.sqlite
CREATE TABLE channels (channel TEXT PRIMARY KEY, follows INTEGER NOT NULL, groups TEXT NOT NULL, person TEXT NOT NULL);
INSERT INTO channels VALUES ('C1', 1, '["direction"]', 'U1');
