// Sends each answer as it is given, and says of it what the server said; without scripts the page's button does so.
// What is not acknowledged waits in the browser, under person and assessment.
const root = document.querySelector("[data-survey]");
const { user, url, editable, idle, words } = JSON.parse(root.dataset.survey);
const form = document.getElementById("page-form");
const all = (where, what) => [...where.querySelectorAll(what)];
const one = (what, where = document) => where.querySelector(what);
const MARKS = {
  done: "m5 12.5 5 5L20 7",
  waiting: "M3 4l18 16M9 6.6A6 6 0 0 1 17.7 10 4.5 4.5 0 0 1 21 16.5M6.5 9.5A4.6 4.6 0 0 0 7 19h11",
  alert: "M12 7.5V13m0 3.5v.01M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
  none: "M20 12a8 8 0 1 1-16 0 8 8 0 0 1 16 0Z",
};
const questions = new Map();
const every = (act) => questions.forEach(act);
const any = (test) => [...questions.values()].some(test);
const own = `${user}|${url}|`;
let token = one("[name=csrf_token]").value;
let ended = "";
let heard = Date.now();

// What waits in the browser
const opened = new Promise((done, fail) => {
  const asked = indexedDB.open("thuoc-so", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("waiting", { keyPath: "key" });
  asked.onsuccess = () => done(asked.result);
  asked.onerror = fail;
  setTimeout(fail, 3000); // Some never answer.
});
const store = (act) => opened.then((db) => new Promise((done, fail) => {
  const change = db.transaction("waiting", "readwrite");
  const asked = act(change.objectStore("waiting"));
  change.oncomplete = () => done(asked.result);
  change.onabort = fail;
}));
const keep = (q) => store((rows) => rows.put({ key: own + q.id, user, id: q.id, fields: fieldsOf(q), seen: q.seen }))
  .then(() => true, () => false);
const drop = (key) => store((rows) => rows.delete(key)).catch(() => {});
// What another person left here is neither sent nor kept.
const waiting = async () => {
  const found = await store((rows) => rows.getAll()).catch(() => []);
  found.filter((each) => each.user !== user).forEach((each) => drop(each.key));
  return found.filter((each) => each.key.startsWith(own));
};

// The fields of one question
const inputs = (q) => all(q.section, "input, textarea").filter((field) => field.name && !/:(seen|keep)$/.test(field.name));
const isBox = (field) => /radio|checkbox/.test(field.type);
const fieldsOf = (q) => inputs(q).filter((field) => !field.disabled && (field.checked || !isBox(field))).map((field) => [field.name, field.value]);
const snapshot = (q) => JSON.stringify(fieldsOf(q));
const isOpen = (q) => snapshot(q) !== q.kept;
const fill = (q, fields) => inputs(q).forEach((field) => {
  const values = fields.filter(([name]) => name === field.name).map(([, value]) => value);
  if (isBox(field)) field.checked = values.includes(field.value);
  else if (field.type !== "hidden") field.value = values[0] || "";
});
const isExempt = (q) => inputs(q).some((each) => each.checked && each.value === "n/a");
// A ratio needs both numbers, "does not apply" its reason: half of it is not sent.
const isHalf = (q) => {
  const has = (end) => fieldsOf(q).some(([name, value]) => name.endsWith(end) && value.trim());
  return isExempt(q) ? !has(":reason") : has(":part") !== has(":whole");
};

// What the page says
const made = (markup, text) => {
  const box = document.createElement("template");
  box.innerHTML = markup;
  one("[data-text]", box.content).textContent = text;
  return box.content.firstChild;
};
const icon = (kind) => `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="${MARKS[kind]}"/></svg>`;
const button = (text, act) => Object.assign(
  made('<button type="button" class="button button-plain button-small" data-text></button>', text), { onclick: act });
const say = (q, kind, text) => {
  const line = one("[data-saved]", q.section);
  if (line.textContent === text) return;
  // "Saving" is for the eye alone.
  const state = made(`<span class="state state-${kind}"${kind === "none" ? ' aria-hidden="true"' : ""}>${icon(kind)}<span data-text></span></span>`, text);
  line.replaceChildren(...(text ? [state] : []));
};
const complain = (q, text) => {
  const id = `q-${q.id}-error`;
  one(".error", q.section)?.remove();
  if (text) one("legend", q.section).after(made(`<p class="error" id="${id}" role="alert">${icon("alert")}<span data-text></span></p>`, text));
  q.section.classList.toggle("is-wrong", Boolean(text));
  const about = [id, `q-${q.id}-hint`].filter((each) => document.getElementById(each));
  one("fieldset", q.section).setAttribute("aria-describedby", about.join(" "));
  all(q.section, "input.input").forEach((field) => field.setAttribute("aria-invalid", Boolean(text)));
};
const settle = (q) => {
  one("[data-conflict]", q.section)?.remove();
  q.conflict = false;
};
const dispute = (q, told) => {
  settle(q);
  q.conflict = true;
  const box = made('<div class="note note-err" role="alert" data-conflict><p data-text></p><div class="actions actions-near"></div></div>', told.words);
  const mine = () => { settle(q); see(q, told.event); q.section.focus(); send(q); };
  box.lastChild.append(button(words.mine, mine), button(words.theirs, () => { drop(own + q.id); refresh(q.id); }));
  one("legend", q.section).after(box);
  say(q, "alert", words.conflict);
};
const note = (text, act) => {
  one("#survey-note")?.remove();
  if (!text) return;
  const box = made('<div class="note note-next" id="survey-note" role="alert"><p data-text></p></div>', text);
  if (act) box.append(button(words.stay, act));
  (all(document, ".question, .actions").find((each) => each.getBoundingClientRect().bottom > 80) || root).before(box);
};
const progress = (told) => {
  if (!told.total) return;
  one("[data-place]").textContent = told.place;
  const track = one("main .progress-track");
  if (!one("main .progress-done")) track.after(track.cloneNode());
  const done = track.nextSibling;
  done.setAttribute("class", "progress-done");
  done.setAttribute("width", `${(100 * told.done) / told.total}%`);
};

// Sending
const see = (q, event) => {
  q.seen = event;
  const name = `${q.id}:seen`;
  if (!form.elements[name]) q.section.append(made(`<input type="hidden" name="${name}" data-text>`, ""));
  form.elements[name].value = event;
};
const post = async (id, fields, seen) => {
  const body = new URLSearchParams([...fields, ["csrf_token", token], ["seen", seen]]);
  const keepalive = `${body}`.length < 60000; // Browsers refuse longer bodies once a page goes away.
  const answer = await fetch(url + id, { method: "POST", body, keepalive, signal: AbortSignal.timeout?.(20000) });
  const told = await answer.json().catch((why) => ({ why }));
  // A page that a network shows in place of ours says nothing.
  if (!told.state && /200|409|422/.test(answer.status)) return lost(told.why);
  heard = Date.now();
  return { ...told, status: answer.status };
};
const lost = (why) => ({ status: 0, slow: why?.name === "TimeoutError" });
// The page anew, with the token of now.
const fetched = async () => {
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  const about = one("[data-survey]", page);
  if (!about) return null;
  if (JSON.parse(about.dataset.survey).user !== user) return { strange: true };
  heard = Date.now();
  ended = "";
  token = one("[name=csrf_token]", page).value;
  all(document, "[name=csrf_token]").forEach((field) => { field.value = token; });
  return page;
};
const refresh = async (replaced) => {
  const page = await fetched().catch(() => null);
  if (!page || page.strange) return;
  const seen = Number(one("[name=seen]", page).value);
  const there = new Set();
  let last = one("[name=seen]", form);
  all(page, "[data-question]").forEach((fresh) => {
    const id = fresh.dataset.question;
    const old = questions.get(id);
    there.add(id);
    if (old && id !== replaced) { last = old.section; return; }
    if (old) old.section.replaceWith(fresh);
    else last.after(fresh);
    last = fresh;
    watch(fresh, seen);
    if (old) fresh.focus();
  });
  every((q, id) => { if (!there.has(id)) { q.section.remove(); questions.delete(id); } });
  one("main svg.progress")?.replaceWith(one("main svg.progress", page));
};
const later = async (q, told) => {
  const pause = Math.min(2 ** (q.tries += 1), 60);
  q.timer = setTimeout(send, pause * 1000, q);
  const isKept = await keep(q);
  const away = isKept ? words.offline : words.openOnly;
  if (told.status) say(q, "alert", words.again.replace("#", pause));
  else say(q, "waiting", told.slow ? words.slow : away);
};
const settled = (q, sent) => Object.assign(q, { kept: sent, unsure: "", tries: 0 });
const saved = async (q, told, sent) => {
  settled(q, sent);
  see(q, told.event);
  complain(q, "");
  progress(told);
  if (isOpen(q)) return true;
  drop(own + q.id);
  const result = one("[data-result]", q.section);
  if (result) result.textContent = told.result;
  const isMore = told.questions.some((id) => !questions.has(id));
  say(q, "done", isMore ? `${told.words}. ${words.more}` : told.words);
  if (isMore || told.questions.length < questions.size) await refresh();
  return false;
};
// True when there is something newer to send at once.
const take = async (q, told, sent) => {
  switch (told.status) {
    case 200:
      return saved(q, told, sent);
    case 413:
    case 422:
      settled(q, sent);
      complain(q, told.words || words.long);
      say(q, "alert", words.problem);
      await keep(q);
      return isOpen(q);
    case 409:
      q.unsure = "";
      if (told.state === "conflict") dispute(q, told);
      else { q.kept = sent; drop(own + q.id); say(q, "alert", told.words); }
      break;
    case 404:
      say(q, "alert", words.gone);
      break;
    case 400:
    case 401: {
      // A form of an earlier log-in: the page of the present one has a token that fits.
      const page = !q.renewed && await fetched();
      q.renewed = true;
      if (page && !page.strange) return true;
      ended = page ? words.other : words.ended;
      await keep(q);
      every(send);
      break;
    }
    default:
      await later(q, told);
  }
  return false;
};
// One request at a time for each question. After a line broke nobody knows what arrived, so the same answer goes
// once more: to the server that is nothing new, and a newer one cannot be in conflict with it.
const send = async (q) => {
  clearTimeout(q.timer);
  if (ended && isOpen(q)) say(q, "alert", ended);
  q.again = q.busy;
  if (q.busy || q.conflict || ended || !questions.has(q.id)) return;
  const sent = q.unsure || snapshot(q);
  if (sent === q.kept) { guard(); return; }
  q.busy = true;
  const slow = setTimeout(say, 400, q, "none", words.saving);
  const told = await post(q.id, JSON.parse(sent), q.seen).catch(lost);
  clearTimeout(slow);
  if (!told.status) q.unsure = sent;
  const isMore = await take(q, told, sent).catch(() => later(q, lost()));
  q.busy = false;
  guard();
  if (isMore || q.again) send(q);
};
const reuse = async (q) => {
  const told = await post(q.id, [["asked", q.id], ["reuse", q.id]], q.seen).catch(lost);
  if (told.status === 200) {
    drop(own + q.id);
    await refresh(q.id);
    see(questions.get(q.id), told.event);
    say(questions.get(q.id), "done", told.words);
  } else if (told.state === "conflict") dispute(q, told);
  else say(q, "alert", told.words || (/40[01]/.test(told.status) ? words.ended : words.press));
};

// Listening
const warn = (event) => event.preventDefault();
const guard = () => {
  window[any(isOpen) ? "addEventListener" : "removeEventListener"]("beforeunload", warn);
};
const reason = (q) => all(q.section, "[data-reason]").forEach((inset) => { inset.hidden = !isExempt(q); });
// What stands apart ("none yet") and the other boxes exclude each other.
const exclude = (q, field) => inputs(q).forEach((other) => {
  if (field.checked && other !== field && other.type === "checkbox" && (field.closest(".apart") || other.closest(".apart"))) other.checked = false;
});
const watch = (section, seen) => {
  const q = { id: section.dataset.question, section, seen, tries: 0 };
  questions.set(q.id, q);
  q.conflict = Boolean(one("[data-conflict]", section));
  q.kept = q.conflict || section.matches(".is-wrong") ? "" : snapshot(q);
  reason(q);
};
const on = (name, act) => form.addEventListener(name, (event) => {
  const q = questions.get((event.target.closest("[data-question]") || root).dataset.question);
  if (q) act(q, event);
});
// What is on its way comes first, or the page conflicts with itself.
const leave = async (event) => {
  const isBusy = () => any((q) => q.busy);
  removeEventListener("beforeunload", warn);
  if (navigator.onLine && !isBusy()) return;
  event.preventDefault();
  if (!navigator.onLine) { note(words.noLine); guard(); return; }
  for (let i = 0; i < 30 && isBusy(); i += 1) await new Promise((done) => setTimeout(done, 100));
  every((q) => { q.busy = false; });
  (event.submitter || one("button", form)).click();
};
const listen = () => {
  on("input", (q) => {
    q.renewed = false;
    clearTimeout(q.typing);
    q.typing = setTimeout(() => isOpen(q) && keep(q), 300);
    guard();
  });
  on("change", (q, event) => {
    if (event.target.type === "checkbox") exclude(q, event.target);
    reason(q);
    if (isHalf(q)) keep(q);
    else send(q);
  });
  on("focusout", (q, event) => { if (!q.section.contains(event.relatedTarget)) send(q); });
  on("click", (q, event) => { if (event.target.closest("[name=reuse]")) { event.preventDefault(); reuse(q); } });
  form.addEventListener("submit", leave);
  addEventListener("online", () => every(send));
  document.addEventListener("visibilitychange", async () => {
    if (!document.hidden && ended) await fetched().catch(() => {});
    every((q) => { if (isOpen(q)) { keep(q); if (!isHalf(q)) send(q); } });
  });
};
const remind = () => {
  const left = heard + idle * 1000 - Date.now();
  if (left > 0) setTimeout(remind, left);
  else note(words.idle, () => fetched().then((page) => { if (page) { note(""); remind(); } }, () => {}));
};
const begin = async () => {
  if (form && editable) {
    all(form, "[data-question]").forEach((section) => watch(section, Number(one("[name=seen]", form).value)));
    all(form, "[name$=':seen']").forEach((field) => { questions.get(field.name.slice(0, -5)).seen = Number(field.value); });
    listen();
    remind();
  }
  let left = 0;
  for (const each of await waiting()) {
    const q = questions.get(each.id);
    if (q) {
      fill(q, each.fields);
      reason(q);
      q.seen = each.seen;
      send(q);
      if (!isOpen(q)) drop(each.key);
      continue;
    }
    // An answer of another page is sent from wherever one is.
    const told = await post(each.id, each.fields, each.seen).catch(lost);
    if (told.status === 200 || told.state === "closed") drop(each.key);
    else if (told.status !== 422) left += 1;
  }
  if (left) note(words.waiting.replace("#", left));
};
begin();
