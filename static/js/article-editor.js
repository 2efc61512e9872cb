// Keeps what is typed into the article form, and says who else has the article open.
// The form works without it; only then a lost session or a crash costs what was not saved.
const own = document.getElementById("article-editor").dataset;
const form = document.getElementById("article_form");
const live = document.getElementById("editor-live");
const kept = document.getElementById("editor-kept");
const FIELDS = ["title", "slug", "dek", "place", "body", "hero_alt", "hero_caption", "hero_credit", "correction", "seo_title", "seo_description"];
const KEY = `bedside-article-${own.article || "new"}`;
const KEEP_AFTER = 2500;
const PRESENT_EVERY = 20000;

const field = (name) => form?.elements.namedItem(name);
const content = () => Object.fromEntries(FIELDS.filter(field).map((name) => [name, field(name).value]));
let before = JSON.stringify(content());
let timer = 0;
let leaving = false;

// --- In this browser: article drafts are no private data of anybody -------------------------
function storage(act) {
  try { return act(window.localStorage); } catch { return null; } // storage may be switched off
}
const keepHere = (text) => storage((store) => store.setItem(KEY, JSON.stringify({ at: Date.now(), text })));
// A new article becomes one with a number when it is saved: its first name goes too.
const forgetHere = () => storage((store) => [KEY, "bedside-article-new"].forEach((key) => store.removeItem(key)));
const keptHere = () => storage((store) => JSON.parse(store.getItem(KEY) || "null"));

function post(url, body) {
  const token = form.elements.namedItem("csrfmiddlewaretoken").value;
  return fetch(url, {
    method: "POST",
    body: JSON.stringify(body),
    redirect: "error", // a redirect is the way to the sign-in page
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
  }).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer)));
}

async function keep() {
  const text = JSON.stringify(content());
  if (text === before || leaving) return;
  keepHere(text);
  try {
    const answer = await post(own.autosave, {
      article: own.article ? Number(own.article) : null,
      base: Number(own.version),
      content: JSON.parse(text),
    });
    before = text;
    storage((store) => store.removeItem(KEY));
    kept.textContent = answer.saved;
    kept.classList.remove("editor-lost");
  } catch {
    kept.textContent = own.lost;
    kept.classList.add("editor-lost");
  }
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(keep, KEEP_AFTER);
}

async function present() {
  if (!own.presence || document.hidden || leaving) return;
  try {
    const answer = await post(own.presence, {});
    const newer = answer.version !== Number(own.version) ? own.newer : "";
    live.textContent = [answer.others, newer].filter(Boolean).join(" ");
    live.hidden = !live.textContent;
  } catch { /* the next beat tries again */ }
}

function bringBack(text) {
  for (const [name, value] of Object.entries(JSON.parse(text))) {
    const input = field(name);
    if (!input) continue;
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    if (name === "body") editor?.commands.setContent(value, { emitUpdate: true });
  }
}

function offer() {
  const box = document.getElementById("editor-restore");
  const found = keptHere();
  if (!box || !found || found.text === before) return;
  box.querySelector("span").textContent = `${own.found} (${new Date(found.at).toLocaleString()})`;
  box.hidden = false;
  box.querySelector("button").addEventListener("click", () => {
    bringBack(found.text);
    box.hidden = true;
  });
}

// What other programs say of the look is not taken over; the policy of this page refuses it anyway.
const plain = (html) => html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\s(?:style|class|bgcolor|background)=(?:"[^"]*"|'[^']*'|[^\s>]+)/gi, ""));

let editor = null;
if (form && field("title")) {
  const ready = (started) => {
    editor = started;
    editor.setOptions({ editorProps: { ...editor.options.editorProps, transformPastedHTML: plain } });
    const label = document.querySelector('label[for="id_body"]');
    if (label) {
      label.id ||= "id_body_label";
      editor.view.dom.setAttribute("aria-labelledby", label.id);
    }
    // The editor writes the text its own way; that is no change of the writer's.
    before = JSON.stringify(content());
    editor.on("update", soon);
  };
  // The editor may have started before this script ran.
  const started = document.querySelector(".field-body .tiptap")?.editor;
  if (started) ready(started);
  else document.addEventListener("prose-editor:ready", (event) => ready(event.detail.editor));
  form.addEventListener("input", soon);
  form.addEventListener("submit", (event) => {
    if (event.submitter?.formTarget === "_blank") return;
    leaving = true;
    keepHere(JSON.stringify(content())); // until the answer shows that it is saved
  });
  if (document.querySelector(".messagelist .success")) forgetHere();
  offer();
  document.querySelector(".error-list")?.focus();
  document.addEventListener("click", (event) => {
    if (event.target.closest('a[href="#id_body"]')) {
      event.preventDefault();
      editor?.commands.focus();
      document.querySelector(".field-body")?.scrollIntoView();
    }
  });
  setInterval(present, PRESENT_EVERY);
}
