// Hands the picked picture to the editor's window that opened this one.
const own = document.getElementById("picture-picker").dataset;

function pick({ pick: url, id, alt }) {
  const tools = window.opener?.CKEDITOR?.tools;
  if (!tools) return;
  tools.callFunction(Number(own.callback), url, { id, alternative_text: alt, caption: "" });
  window.close();
}

if (own.picked) pick({ pick: own.picked, id: own.id, alt: own.alt });
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-pick]");
  if (button) pick(button.dataset);
});
