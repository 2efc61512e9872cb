// Adds to the private page: buttons that copy its link and print it.

document.querySelectorAll("[data-with-script]").forEach((part) => { part.hidden = false; });
document.querySelector("[data-print]")?.addEventListener("click", () => window.print());

const button = document.querySelector("[data-copy]");
button?.addEventListener("click", async () => {
  const field = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(field.value);
    document.querySelector("[data-copy-said]").textContent = button.dataset.copied;
    button.textContent = button.dataset.copied;
  } catch {
    field.select(); // then Ctrl+C does it
  }
});
