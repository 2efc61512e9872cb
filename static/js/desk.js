// The desk's keys and live extras. Everything here presses a button that is on the page and works
// without this script; a press posts the one form and exchanges the parts of the page that changed.

const desk = document.getElementById("desk");
const live = document.getElementById("live");
let busy = false;
let draftTimer = 0;
let quietTimer = 0;
let asker = ""; // the button whose question is open, to come back to
let shown = new Map(); // what the server last sent for each part
const waiting = []; // keys pressed while an answer is on its way

const keysAreOn = () => !document.body.classList.contains("no-single-keys");
const caseForm = () => document.getElementById("case-form");
const replyBox = () => document.querySelector("#case-form #reply");

function say(message, { link = null } = {}) {
  if (!live || !message) return;
  clearTimeout(quietTimer);
  live.replaceChildren(message);
  if (link) { live.append(" ", link); return; } // what has to be done stays until it is done
  quietTimer = setTimeout(() => live.replaceChildren(), 6000);
}

// --- Offsets: the server counts code points, the browser UTF-16 units -------------------------

const codePoints = (text) => Array.from(text).length;

function selectionInOriginal() {
  const body = document.getElementById("original-body");
  const selection = window.getSelection();
  if (!body || !selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!body.contains(range.startContainer) || !body.contains(range.endContainer)) return null;
  const before = document.createRange();
  before.setStart(body, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const start = codePoints(before.toString());
  return { start, end: start + codePoints(range.toString()) };
}

// --- One press --------------------------------------------------------------------------------

async function post(form, name, value) {
  const data = new FormData(form);
  if (name) data.set(name, value);
  return fetch(form.action, {
    method: "POST", body: data, headers: { "X-Desk": "1" }, credentials: "same-origin",
  });
}

async function press(form, name, value, { again = true } = {}) {
  if (busy) return;
  busy = true;
  clearTimeout(draftTimer);
  if (replyBox()) delete replyBox().dataset.dirty;
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await post(form, name, value);
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    if (isJson) {
      const told = await answer.json();
      if (told.location) { location.assign(told.location); return; }
      if (told.error === "stale" && again && await freshToken()) {
        busy = false;
        await press(form, name, value, { again: false });
        return;
      }
      refuse(told.error === "stale" ? { ...told, sign_in: live.dataset.signInUrl } : told);
    } else if (answer.redirected) {
      location.assign(answer.url);
      return;
    } else {
      show(await answer.text(), value);
    }
  } catch {
    say(live?.dataset.unreachable);
  } finally {
    busy = false;
    caseForm()?.removeAttribute("aria-busy");
  }
  while (waiting.length && !busy) act(waiting.shift());
}

// Nothing was done and nothing is lost: the page stays as it is, with a way to go on.
function refuse(told) {
  waiting.length = 0;
  if (replyBox()) replyBox().dataset.dirty = "1";
  if (!told.sign_in) { say(told.message); return; }
  const link = document.createElement("a");
  link.href = told.sign_in;
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = live.dataset.signIn;
  say(told.message, { link });
}

// After signing in in another tab the form's token is that of the former session.
async function freshToken() {
  const answer = await fetch(location.href, { credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("#desk input[name=csrfmiddlewaretoken]");
  if (!fresh) return false;
  for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = fresh.value;
  return true;
}

// --- Showing the answer -----------------------------------------------------------------------

const parts = (root) => [...root.querySelectorAll("[data-part]")];
const bare = (node) => node.outerHTML.replace(/(name="csrfmiddlewaretoken" value=")[^"]*/g, "$1");

function show(html, value) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const fresh = page.getElementById("desk");
  if (!fresh) { location.reload(); return; }
  document.title = page.title;
  document.body.classList.toggle("no-single-keys", page.body.classList.contains("no-single-keys"));
  const place = remember();
  if (fresh.dataset.case && fresh.dataset.case === desk.dataset.case) exchange(fresh, value);
  else replaceAll(fresh);
  prepare();
  restore(place, value);
  say(page.getElementById("live")?.textContent);
}

function exchange(fresh, value) {
  for (const part of parts(fresh)) {
    const name = part.dataset.part;
    const markup = bare(part);
    if (shown.get(name) === markup) continue;
    shown.set(name, markup);
    desk.querySelector(`[data-part="${name}"]`).replaceWith(part);
  }
  const reply = replyBox();
  const answered = fresh.querySelector("#reply");
  const isNew = /^(insert|clear)/.test(value || "");
  // What was typed while the answer was on its way stays.
  if (reply && answered && (isNew || !reply.dataset.dirty) && reply.value !== answered.value) {
    reply.value = answered.value;
  }
}

function replaceAll(fresh) {
  desk.className = fresh.className;
  desk.dataset.case = fresh.dataset.case || "";
  desk.replaceChildren(...fresh.childNodes);
  shown = new Map(parts(desk).map((part) => [part.dataset.part, bare(part)]));
}

function remember() {
  const active = document.activeElement;
  return {
    node: active, key: active?.dataset?.key, id: active?.id,
    part: active?.closest?.("[data-part]")?.dataset.part,
    scroll: document.querySelector("#original-body")?.scrollTop,
  };
}

function restore(place, value) {
  const body = document.getElementById("original-body");
  if (body && place.scroll) body.scrollTop = place.scroll;
  const asked = desk.querySelector(".asked [autofocus], .asked button");
  if (asked && /^ask:/.test(value || "")) {
    asker = value;
    asked.focus({ preventScroll: Boolean(asked.closest(".bar")) });
  } else if (place.part === "asked" && !asked) {
    desk.querySelector(`[value="${asker}"]`)?.focus({ preventScroll: true });
  } else if (!place.node?.isConnected) {
    const again = (place.id && document.getElementById(place.id))
      || (place.key && desk.querySelector(`[data-key="${CSS.escape(place.key)}"]`))
      || (place.part && desk.querySelector(`[data-part="${place.part}"] :is(button, summary, a, input)`))
      || body;
    again?.focus({ preventScroll: true });
  }
  showSelected();
}

function showSelected() {
  const chosen = desk?.querySelector('mark[aria-current="true"]');
  const pane = chosen?.closest(".body");
  if (!pane) return;
  const box = chosen.getBoundingClientRect();
  const around = pane.getBoundingClientRect();
  const foot = desk.querySelector(".bar")?.getBoundingClientRect().top ?? window.innerHeight;
  if (box.top < around.top || box.bottom > around.bottom) {
    pane.scrollTop += box.top - around.top - pane.clientHeight / 2;
  }
  const now = chosen.getBoundingClientRect();
  if (now.top < 0 || now.bottom > foot) chosen.scrollIntoView({ block: "center" });
}

// --- Keys -------------------------------------------------------------------------------------

const typing = (target) => target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");

function keyName(event) {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") return "Ctrl+Enter";
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return "";
  return event.key;
}

function control(key) {
  const found = [...desk.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].filter((item) => !item.hidden);
  // Reasons and other questions that are open answer first.
  return found.find((item) => item.closest(".asked")) || found[0];
}

function onKey(event) {
  const key = keyName(event);
  if (!key) return;
  const inField = typing(event.target);
  if (key === "Escape") { if (escape(event.target, inField)) event.preventDefault(); return; }
  if (key !== "Ctrl+Enter" && (inField || !keysAreOn())) return;
  if (key === "Enter" && event.target.closest?.("a, button, summary")) return;
  if (key === "Tab" && !isForSpans(event)) return;
  if (!knows(key)) return;
  event.preventDefault();
  if (busy) waiting.push(key);
  else act(key);
}

function knows(key) {
  if (key === "j" || key === "k") return rows().length > 0;
  if (key === "r") return Boolean(document.getElementById("reply-search"));
  return Boolean(control(key));
}

// Tab goes through the open spans, from the words or from nowhere, and after the last one out of
// them: everywhere else, and backwards, it is itself. So nobody is ever caught.
function isForSpans(event) {
  const amongWords = event.target === document.body || event.target.closest?.("#original-body");
  const next = document.getElementById(`span-${control("Tab")?.dataset.span}`);
  const current = desk.querySelector('mark[aria-current="true"]');
  if (event.shiftKey || !amongWords || !next || next === current) return false;
  const isBehind = !current || current.compareDocumentPosition(next) & Node.DOCUMENT_POSITION_FOLLOWING;
  if (isBehind) document.getElementById("original-body").focus({ preventScroll: true });
  return isBehind;
}

function act(key) {
  if (key === "j" || key === "k") { move(key === "j"); return; }
  if (key === "r") { toReplies(); return; }
  const range = key === "m" && selectionInOriginal();
  if (range) { markSelection(range); return; }
  const target = control(key);
  if (!target) return;
  if (target.matches("select, input, textarea")) enter(target);
  else target.click();
}

function enter(field) {
  field.focus();
  field.scrollIntoView({ block: "nearest" });
  if (field.matches("select")) { try { field.showPicker(); } catch { /* the closed menu will do */ } }
}

function toReplies() {
  const first = desk.querySelector("[data-first]") || document.getElementById("reply-search");
  first.focus({ preventScroll: true });
  document.getElementById("reply-title")?.scrollIntoView({ block: "nearest" });
}

// Out of a field; a question that was asked is taken back.
function escape(target, inField) {
  const never = desk.querySelector('.asked [data-key="Escape"]');
  if (never && (!inField || target.closest(".asked"))) { never.click(); return true; }
  if (inField) target.blur();
  return Boolean(inField);
}

function markSelection(range) {
  const form = caseForm();
  form.elements.start.value = range.start;
  form.elements.end.value = range.end;
  press(form, "do", "mark").then(() => { form.elements.start.value = form.elements.end.value = ""; });
}

const rows = () => [...desk.querySelectorAll(".rows a, mark[data-id]")];

function move(down) {
  const all = rows();
  const at = all.findIndex((row) => row === document.activeElement || row.getAttribute("aria-current") === "true");
  const next = all[at < 0 ? (down ? 0 : all.length - 1) : (at + (down ? 1 : -1) + all.length) % all.length];
  if (next.matches("mark")) select(next.dataset.id);
  else next.focus();
}

const select = (id) => press(caseForm(), "do", `select:${id}`);

// --- Wiring -----------------------------------------------------------------------------------

// Parts come and go: each element is wired once.
function fresh(selector) {
  const found = [...desk.querySelectorAll(selector)].filter((item) => !item.dataset.wired);
  for (const item of found) item.dataset.wired = "1";
  return found;
}

function later(form, value, delay) {
  clearTimeout(draftTimer);
  draftTimer = setTimeout(() => {
    if (busy) later(form, value, 200);
    else press(form, "do", value);
  }, delay);
}

function toggle(button) {
  const isOn = desk.classList.toggle(button.dataset.toggle);
  button.setAttribute("aria-pressed", String(isOn));
}

function openOrClose(details) {
  details.open = !details.open;
  if (!details.open) return;
  details.scrollIntoView({ block: "nearest" });
  details.querySelector("summary").focus({ preventScroll: true });
}

function prepare() {
  for (const button of fresh("[data-toggle]")) {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(desk.classList.contains(button.dataset.toggle)));
    button.addEventListener("click", () => toggle(button));
  }
  for (const button of fresh("[data-opens]")) {
    button.hidden = false;
    button.addEventListener("click", () => openOrClose(document.getElementById(button.dataset.opens)));
  }
  for (const button of fresh("button[data-seconds]")) {
    setTimeout(() => {
      button.hidden = true;
      button.closest(".banner")?.setAttribute("hidden", "");
    }, button.dataset.seconds * 1000);
  }
  for (const menu of fresh("select[data-do]")) {
    menu.addEventListener("change", () => later(menu.form, menu.dataset.do, 350));
  }
  for (const set of desk.querySelectorAll(".guesses .set")) set.hidden = true;
  for (const mark of fresh("mark[data-id]")) {
    mark.addEventListener("click", () => { if (window.getSelection().isCollapsed) select(mark.dataset.id); });
  }
  for (const field of fresh("#case-form #reply, #reply-search")) {
    field.addEventListener("input", () => {
      field.dataset.dirty = "1";
      later(field.form, "draft", field.id === "reply" ? 900 : 350);
    });
  }
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.id === "case-form") {
    event.preventDefault();
    const button = event.submitter;
    const asked = button?.matches(".default-press") && desk.querySelector(".asked [data-default]");
    const pressed = asked || button; // Enter in a field that was asked for answers the question
    press(form, pressed?.name, pressed?.value);
  } else if (form.id === "undo-form" && caseForm() && replyBox()?.dataset.dirty) {
    event.preventDefault(); // keep what is half typed here before going back to the other case
    await press(caseForm(), "do", "draft");
    form.requestSubmit(event.submitter);
  }
});

if (desk) {
  document.addEventListener("keydown", onKey);
  shown = new Map(parts(desk).map((part) => [part.dataset.part, bare(part)]));
  prepare();
  showSelected();
  say(live?.textContent.trim());
}
