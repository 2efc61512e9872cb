// Adds to the check page: a tick that is taken away shows at once in the comment above.

const form = document.querySelector("form[data-check]");
const boxes = form.querySelectorAll("input[name=leave]");
let newest = 0;

async function look() {
  const mine = ++newest;
  const data = new URLSearchParams(new FormData(form));
  data.set("look", "1");
  try {
    const answer = await fetch(form.dataset.check, { method: "POST", body: data });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const preview = page.getElementById("preview");
    // A slow answer must not overwrite a newer one.
    if (answer.ok && preview && mine === newest) {
      document.getElementById("preview").replaceChildren(...preview.childNodes);
      const said = form.querySelector("[data-looked]");
      said.textContent = "";
      setTimeout(() => { said.textContent = said.dataset.looked; }, 50);
    }
  } catch {
    document.querySelectorAll("[data-without-script]").forEach((part) => { part.hidden = false; });
  }
}

boxes.forEach((box) => box.addEventListener("change", look));
document.querySelectorAll("[data-without-script]").forEach((part) => { part.hidden = true; });
