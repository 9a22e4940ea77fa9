// Small comforts. Every page works without them.
import "../vendor/web/error-summary/error-summary.js";

// The menu under the name closes by Escape and by a click elsewhere.
const menu = document.querySelector("details.me");
if (menu) {
  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}

// After a part of the page was fetched, the focus goes to its heading, and one line says what came.
document.addEventListener("htmx:afterSwap", (event) => {
  const came = event.detail.target;
  if (came.hasAttribute("data-keep-focus")) return;
  const heading = came.querySelector("h1, h2, h3");
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus();
  const line = document.getElementById("meldinger");
  if (line) line.setAttribute("aria-label", heading.textContent);
});
