"use strict";
// Works out „what if“ as steps are ticked. Without this script, or when the server cannot be reached, the button does it.
(() => {
  const form = document.querySelector("[data-what-if]");
  if (!form) return;
  const answer = form.querySelector("[data-what-if-answer]");
  const button = form.querySelector("button[type=submit]");
  let asked = 0;
  let pause;
  const ask = async () => {
    const mine = ++asked;
    try {
      const reply = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Part": "answer" } });
      if (!reply.ok || reply.redirected) throw new Error(reply.statusText);
      const words = await reply.text();
      if (mine === asked) answer.innerHTML = words;
      button.hidden = true;
    } catch {
      if (mine === asked) answer.replaceChildren();
      button.hidden = false;
    }
  };
  button.hidden = true;
  form.addEventListener("change", () => {
    clearTimeout(pause);
    pause = setTimeout(ask, 120);
  });
  // A browser that goes back keeps the ticks; the answer comes again with them.
  addEventListener("pageshow", () => form.querySelector(":checked") && !answer.children.length && ask());
})();
