/* Keeps each answer as it is given, and says truthfully whether it is kept. The form works without this file. */

const SOON = 300;
const WHILE_TYPING = 900;
const LONGEST_WAIT = 30000;

/* Read anew for each send: it changes when one signs in again. In production its name has a prefix. */
const token = () =>
  document.cookie.split("; ").find((each) => each.split("=")[0].endsWith("portal_csrf"))?.split("=")[1] ?? "";

/* What is not sent yet, kept on the device, one entry for each question, so that no tab takes another's away.
   Without storage (forbidden, full) this page alone holds them. */
class Outbox {
  constructor(assessment) {
    this.prefix = `answers-${assessment}-`;
    this.own = new Map();
  }
  put(code, letter) {
    this.own.set(code, JSON.stringify(letter));
    try {
      localStorage.setItem(this.prefix + code, JSON.stringify(letter));
    } catch {
      /* the page itself still holds it */
    }
  }
  /* Taken out only if nothing newer came meanwhile. */
  drop(code, letter) {
    const text = JSON.stringify(letter);
    if (this.own.get(code) === text) this.own.delete(code);
    try {
      if (localStorage.getItem(this.prefix + code) === text) localStorage.removeItem(this.prefix + code);
    } catch {
      /* nothing was kept */
    }
  }
  get letters() {
    const found = new Map(this.own);
    try {
      for (let n = 0; n < localStorage.length; n += 1) {
        const key = localStorage.key(n);
        if (key.startsWith(this.prefix)) found.set(key.slice(this.prefix.length), localStorage.getItem(key));
      }
    } catch {
      /* only this page's */
    }
    const read = [];
    for (const [code, text] of found) {
      try {
        read.push([code, JSON.parse(text)]);
      } catch {
        /* not ours */
      }
    }
    return read;
  }
  letterOf(code) {
    return this.letters.find(([each]) => each === code)?.[1];
  }
  get size() {
    return this.letters.length;
  }
}

/* Sends what waits, again and again until the server has it; tells `this` what became of each letter. */
class AnswerSender extends HTMLElement {
  begin() {
    this.outbox = new Outbox(this.dataset.assessment);
    this.wait = 0;
    window.addEventListener("online", () => this.send());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible" && this.outbox.size) this.send();
    });
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), pause);
  }

  async send() {
    clearTimeout(this.timer);
    if (this.isSending) {
      this.isAgain = true;
      return;
    }
    this.isSending = true;
    try {
      for (const [code, letter] of this.outbox.letters) {
        if (!(await this.post(code, letter))) break;
      }
    } finally {
      this.isSending = false;
    }
    if (this.isAgain) {
      this.isAgain = false;
      this.later(0);
    }
  }

  /* True if the server answered about this letter, whatever it said. */
  async post(code, letter) {
    let response;
    try {
      response = await fetch(letter.url, {
        method: "POST",
        body: letter.body,
        keepalive: true,
        redirect: "manual",
        headers: {
          Accept: "application/json",
          "Content-Type": "application/x-www-form-urlencoded",
          "X-CSRFToken": token(),
        },
      });
    } catch {
      return this.notYet(this.dataset.offline);
    }
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    if (!isJson || response.status >= 500) return this.notYet(this.dataset.trouble);
    const told = await response.json();
    if (response.status === 401) return this.notYet(told.sentence);
    this.wait = 0;
    this.outbox.drop(code, letter);
    if (response.ok) this.kept(code, told);
    else this.refused(code, told);
    return true;
  }

  /* Not sent, still on the device: say so, and try again by itself. */
  notYet(why) {
    this.waits(why, this.outbox.size);
    this.wait = Math.min(LONGEST_WAIT, (this.wait || 1000) * 2);
    this.later(this.wait);
    return false;
  }

  counted(many) {
    return many > 1 ? ` ${this.dataset.waiting.replace("{n}", many)}` : "";
  }
}

/* The form of one question. */
class AnswerForm extends AnswerSender {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.status = this.querySelector("save-status");
    if (!this.form || !this.status?.saving) return;
    this.begin();
    this.form.addEventListener("change", (event) => this.changed(event, SOON));
    this.form.addEventListener("input", (event) => {
      if (event.target.type === "text") this.changed(event, WHILE_TYPING);
    });
    this.form.addEventListener("submit", (event) => this.leaves(event));
    window.addEventListener("beforeunload", (event) => {
      if (!this.isLeaving && this.outbox.own.size) event.preventDefault();
    });
    this.listen();
    this.restore();
    if (this.outbox.size) this.send();
  }

  /* Another tab that keeps an answer to this question says so. */
  listen() {
    if (!("BroadcastChannel" in window)) return;
    this.channel = new BroadcastChannel(`answers-${this.dataset.assessment}`);
    this.channel.addEventListener("message", ({ data }) => {
      if (data.code === this.dataset.code && data.version > Number(this.form.elements.version.value)) {
        this.status.failed(this.dataset.stale);
      }
    });
  }

  /* An answer that never arrived is shown as it was given, and sent. */
  restore() {
    const letter = this.outbox.letterOf(this.dataset.code);
    if (!letter || this.dataset.settled) return;
    const given = new URLSearchParams(letter.body);
    for (const field of this.form.elements) {
      if (!field.name || field.type === "hidden" || field.type === "submit") continue;
      if (field.type === "radio" || field.type === "checkbox") field.checked = given.getAll(field.name).includes(field.value);
      else if (given.has(field.name)) field.value = given.get(field.name);
    }
  }

  changed(event, pause) {
    this.standAlone(event.target);
    const counter = this.form.elements.sequence;
    counter.value = Number(counter.value || 0) + 1;
    if (!this.isGiven()) return;
    const body = new URLSearchParams(new FormData(this.form));
    body.delete("csrfmiddlewaretoken");
    this.outbox.put(this.dataset.code, { url: this.dataset.save, body: body.toString() });
    this.status.saving();
    this.later(pause);
  }

  /* "None of these" takes the others off, and the other way round. */
  standAlone(box) {
    if (box.type !== "checkbox" || !box.checked) return;
    const alone = this.dataset.alone.split(" ");
    for (const other of this.form.querySelectorAll(`input[type=checkbox][name="${box.name}"]`)) {
      if (other !== box && (alone.includes(box.value) || alone.includes(other.value))) other.checked = false;
    }
  }

  isGiven() {
    const typed = [...this.form.querySelectorAll("input[type=text]")];
    const chosen = this.form.querySelector("input:checked");
    return Boolean(chosen) || (typed.length > 0 && typed.every((field) => field.value.trim()));
  }

  kept(code, told) {
    if (code === this.dataset.code && told.version) this.form.elements.version.value = told.version;
    this.channel?.postMessage({ code, version: told.version });
    const isHere = code === this.dataset.code;
    if (this.outbox.size) return;
    if (isHere) this.status.saved(told.at);
    else if (this.status.classList.contains("is-failed")) this.status.say("idle", "");
  }

  refused(code, told) {
    this.status.failed(code === this.dataset.code ? told.sentence : `${told.asks} – ${told.sentence}`);
  }

  waits(why, many) {
    this.status.failed(`${why}${this.counted(many)}`);
  }

  /* The form carries this answer; what is kept here goes only when the server has told that it arrived. */
  leaves(event) {
    if (navigator.onLine === false && this.isGiven()) {
      event.preventDefault();
      this.notYet(this.dataset.offline);
      return;
    }
    this.isLeaving = true;
    clearTimeout(this.timer);
  }
}

/* On pages beside the questions: what waits on this device is sent from here too, and counted. */
class AnswersWaiting extends AnswerSender {
  connectedCallback() {
    this.begin();
    this.words = this.querySelector("[data-words]");
    if (this.outbox.size) this.send();
  }
  say(words) {
    this.hidden = false;
    this.words.textContent = words;
  }
  /* What the server had already is no news; what it did not have belongs on the page. */
  kept(code, told) {
    this.isNews ||= !told.replay;
    const left = this.outbox.size;
    if (left && !this.hidden) this.say(this.dataset.waiting.replace("{n}", left));
    if (left || (!this.isNews && this.hidden)) return;
    this.say(this.dataset.arrived);
    if (this.dataset.reload) location.reload();
  }
  refused(code, told) {
    this.say(`${told.asks} – ${told.sentence}`);
  }
  waits(why, many) {
    this.say(`${this.dataset.waiting.replace("{n}", many)} ${why}`);
  }
}

customElements.whenDefined("save-status").then(() => {
  customElements.define("answer-form", AnswerForm);
  customElements.define("answers-waiting", AnswersWaiting);
});
