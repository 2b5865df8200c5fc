/* Keeps each answer as it is given, and says truthfully whether it is kept. The form works without this file. */

const SOON = 300;
const WHILE_TYPING = 900;
const LONGEST_WAIT = 30000;

const cookie = (name) =>
  document.cookie.split("; ").find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";

/* What is not sent yet, kept on the device by assessment and question; without storage, in this page only. */
class Outbox {
  constructor(assessment) {
    this.name = `answers-${assessment}`;
    this.letters = {};
    try {
      this.letters = JSON.parse(localStorage.getItem(this.name) ?? "{}");
    } catch {
      this.letters = {};
    }
  }
  keep() {
    try {
      if (this.size) localStorage.setItem(this.name, JSON.stringify(this.letters));
      else localStorage.removeItem(this.name);
    } catch {
      /* storage is full or forbidden: the page itself still holds them */
    }
  }
  put(code, letter) {
    this.letters[code] = letter;
    this.keep();
  }
  drop(code, letter) {
    if (this.letters[code] === letter) delete this.letters[code];
    this.keep();
  }
  get size() {
    return Object.keys(this.letters).length;
  }
}

class AnswerForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.status = this.querySelector("save-status");
    if (!this.form || !this.status?.saving) return;
    this.outbox = new Outbox(this.dataset.assessment);
    this.wait = 0;
    this.form.addEventListener("change", (event) => this.changed(event, SOON));
    this.form.addEventListener("input", (event) => {
      if (event.target.type === "text") this.changed(event, WHILE_TYPING);
    });
    this.form.addEventListener("submit", (event) => this.leaves(event));
    window.addEventListener("online", () => this.send());
    window.addEventListener("beforeunload", (event) => {
      if (this.outbox.size && !this.isLeaving) event.preventDefault();
    });
    if (this.outbox.size) this.send();
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
      for (const [code, letter] of Object.entries(this.outbox.letters)) await this.post(code, letter);
    } finally {
      this.isSending = false;
    }
    if (this.isAgain) {
      this.isAgain = false;
      this.later(0);
    }
  }

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
          "X-CSRFToken": cookie("portal_csrf"),
        },
      });
    } catch {
      this.notYet(this.dataset.offline);
      return;
    }
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    if (!isJson || response.status >= 500) {
      this.notYet(this.dataset.trouble);
      return;
    }
    const told = await response.json();
    if (response.ok) this.kept(code, letter, told);
    else if (response.status === 401) this.notYet(told.sentence);
    else this.refused(code, letter, told);
  }

  kept(code, letter, told) {
    this.wait = 0;
    this.outbox.drop(code, letter);
    if (code === this.dataset.code) this.form.elements.version.value = told.version;
    if (!this.outbox.size) this.status.saved(told.at);
  }

  refused(code, letter, told) {
    this.outbox.drop(code, letter);
    this.status.failed(told.sentence);
  }

  /* Not sent, still on the device: say so, and try again by itself. */
  notYet(why) {
    const many = this.outbox.size;
    const count = many > 1 ? ` ${this.dataset.waiting.replace("{n}", many)}` : "";
    this.status.failed(`${why}${count}`);
    this.wait = Math.min(LONGEST_WAIT, (this.wait || 1000) * 2);
    this.later(this.wait);
  }

  leaves(event) {
    if (navigator.onLine === false && this.isGiven()) {
      event.preventDefault();
      this.notYet(this.dataset.offline);
      return;
    }
    this.isLeaving = true;
    clearTimeout(this.timer);
    /* The form itself carries this answer. */
    delete this.outbox.letters[this.dataset.code];
    this.outbox.keep();
  }
}

customElements.whenDefined("save-status").then(() => customElements.define("answer-form", AnswerForm));
