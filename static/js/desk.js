// The desk's keys and live extras. Everything here presses a button that is on the page and works
// without this script; a press posts the one form and swaps the page's parts for the answer.

const desk = document.getElementById("desk");
const live = document.getElementById("live");
const keysAreOn = !document.body.classList.contains("no-single-keys");
let busy = false;
let draftTimer = 0;
let quietTimer = 0;

function say(message) {
  if (!live || !message) return;
  live.textContent = message;
  clearTimeout(quietTimer);
  quietTimer = setTimeout(() => { live.textContent = ""; }, 6000);
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

function remember() {
  const active = document.activeElement;
  return {
    key: active?.dataset?.key, name: active?.name, id: active?.id,
    start: active?.selectionStart, end: active?.selectionEnd, scroll: window.scrollY,
  };
}

function restore(place) {
  const asked = desk.querySelector(".asked [autofocus], .asked button");
  const again = asked
    || (place.id && document.getElementById(place.id))
    || (place.key && desk.querySelector(`[data-key="${CSS.escape(place.key)}"]`));
  again?.focus({ preventScroll: true });
  if (again && again === document.getElementById(place.id) && place.start != null && again.setSelectionRange) {
    try { again.setSelectionRange(place.start, place.end); } catch { /* not a text field */ }
  }
  window.scrollTo({ top: place.scroll });
  showSelected();
}

function showSelected() {
  const chosen = desk.querySelector('mark[aria-current="true"]');
  const pane = chosen?.closest(".original");
  if (!chosen || !pane) return;
  const box = chosen.getBoundingClientRect();
  const around = pane.getBoundingClientRect();
  if (box.top < around.top || box.bottom > around.bottom || box.bottom > window.innerHeight || box.top < 0) {
    chosen.scrollIntoView({ block: "center", behavior: "auto" });
  }
}

async function press(form, name, value) {
  if (busy) return;
  busy = true;
  clearTimeout(draftTimer);
  const data = new FormData(form);
  if (name) data.set(name, value);
  const place = remember();
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action || location.href, {
      method: "POST", body: data, headers: { "X-Desk": "1" }, credentials: "same-origin",
    });
    if (answer.headers.get("Content-Type")?.startsWith("application/json")) {
      location.assign((await answer.json()).location);
      return;
    }
    if (answer.redirected) { location.assign(answer.url); return; }
    swap(await answer.text(), place);
  } catch {
    say(desk.dataset.offline || "The server did not answer. Nothing is lost; try again.");
  } finally {
    busy = false;
    document.getElementById("case-form")?.removeAttribute("aria-busy");
  }
}

function swap(html, place) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const fresh = page.getElementById("desk");
  if (!fresh) { location.reload(); return; }
  // What was typed while the answer was on its way stays.
  const typed = document.getElementById("reply");
  const answered = fresh.querySelector("#reply");
  if (typed && answered && typed.dataset.dirty) answered.value = typed.value;
  desk.className = fresh.className;
  desk.replaceChildren(...fresh.childNodes);
  prepare();
  restore(place);
  say(page.getElementById("live")?.textContent);
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
  if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
  if (key !== "Ctrl+Enter" && (typing(event.target) || !keysAreOn)) return;
  if (key === "Enter" && event.target.closest?.("a, button, summary")) return;
  // Tab goes to the next open span from the words or from nowhere; everywhere else it is itself.
  const amongWords = event.target === document.body || event.target.closest?.("#original-body");
  if (key === "Tab" && (event.shiftKey || !amongWords)) return;
  if (key === "j" || key === "k" || key === "ArrowDown" || key === "ArrowUp") {
    if (move(key === "j" || key === "ArrowDown")) event.preventDefault();
    return;
  }
  if (key === "r") { event.preventDefault(); document.getElementById("reply")?.focus(); return; }
  if (key === "m") {
    const range = selectionInOriginal();
    if (range) { event.preventDefault(); markSelection(range); return; }
  }
  const target = control(key);
  if (!target) return;
  event.preventDefault();
  if (target.matches("select, input")) target.focus();
  else target.click();
}

function markSelection(range) {
  const form = document.getElementById("case-form");
  form.elements.start.value = range.start;
  form.elements.end.value = range.end;
  press(form, "do", "mark");
}

function move(down) {
  const rows = [...desk.querySelectorAll(".rows a, mark[data-id]")];
  if (!rows.length) return false;
  const at = rows.findIndex((row) => row === document.activeElement || row.getAttribute("aria-current") === "true");
  const next = rows[(at + (down ? 1 : -1) + rows.length) % rows.length];
  if (next.matches("mark")) select(next.dataset.id);
  else next.focus();
  return true;
}

const select = (id) => press(document.getElementById("case-form"), "do", `select:${id}`);

// --- Wiring -----------------------------------------------------------------------------------

function prepare() {
  for (const button of desk.querySelectorAll("[data-toggle]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      desk.classList.toggle(button.dataset.toggle);
      const help = document.getElementById("help");
      if (button.dataset.toggle === "help-open" && help) {
        help.open = !help.open;
        if (help.open) help.scrollIntoView({ block: "nearest" });
      }
    });
  }
  for (const menu of desk.querySelectorAll("select[data-do]")) {
    menu.addEventListener("change", () => press(menu.form, "do", menu.dataset.do));
  }
  for (const set of desk.querySelectorAll(".guesses .set")) set.hidden = true;
  for (const mark of desk.querySelectorAll("mark[data-id]")) {
    mark.addEventListener("click", () => { if (window.getSelection().isCollapsed) select(mark.dataset.id); });
  }
  const reply = document.getElementById("reply");
  reply?.addEventListener("input", () => {
    reply.dataset.dirty = "1";
    clearTimeout(draftTimer);
    draftTimer = setTimeout(() => { delete reply.dataset.dirty; press(reply.form, "do", "draft"); }, 900);
  });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.id !== "case-form") return;
  event.preventDefault();
  const button = event.submitter;
  if (document.getElementById("reply")) delete document.getElementById("reply").dataset.dirty;
  press(form, button?.name, button?.value);
});

if (desk) {
  document.addEventListener("keydown", onKey);
  prepare();
  showSelected();
}
