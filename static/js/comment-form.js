// Adds to forms that work without it: counts what is left to type.

function count(output) {
  const field = document.getElementById(output.dataset.count);
  const said = output.parentElement.querySelector("[data-count-said]");
  const limit = Number(output.dataset.limit);
  let waiting = 0;

  function show() {
    // Code points with "\n" for a line end: what the server counts.
    const left = limit - Array.from(field.value).length;
    const words = left < 0 ? output.dataset.over : output.dataset.left;
    output.textContent = words.replace("%n", Math.abs(left).toLocaleString(document.documentElement.lang));
    output.classList.toggle("error", left < 0);
    clearTimeout(waiting);
    // Said after a pause, and only when it begins to matter.
    if (left < 200) waiting = setTimeout(() => { said.textContent = output.textContent; }, 1000);
  }

  field.addEventListener("input", show);
  show();
}

document.querySelectorAll("[data-count]").forEach(count);
