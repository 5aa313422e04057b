"use strict";
// Whoever logs out leaves no answers waiting in this browser, not even in one that forgets nothing when a page says so.
document.querySelectorAll("form[action$='/log-out']").forEach((form) => {
  form.addEventListener("submit", () => window.indexedDB?.deleteDatabase("thuoc-so"));
});
// Opens the list of pages under the header on a phone. Without this script the link leads to the list in the footer.
const link = document.querySelector("[data-menu]");
if (link) {
  const list = document.getElementById(link.dataset.menu);
  const show = (open) => {
    list.classList.toggle("is-open", open);
    link.setAttribute("aria-expanded", open);
  };
  link.setAttribute("role", "button");
  link.setAttribute("aria-controls", list.id);
  show(false);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    show(!list.classList.contains("is-open"));
  });
  link.addEventListener("keydown", (event) => {
    if (event.key === " ") {
      event.preventDefault();
      link.click();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && list.classList.contains("is-open")) {
      show(false);
      link.focus();
    }
  });
}
