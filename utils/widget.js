// The panel of a QuizWidget. It shows model.get("view") and sends what the learner does; everything else is in Python.

const SIGNS = {right: ["✓", "Right"], wrong: ["✗", "Wrong"], open: ["○", "Not read"]};
const KEYS = {drill: "Enter answers, ? gives up.", card: "Enter shows the answer.", exercise: "Enter, when you have written it."};
const PATIENCE = 3000; // milliseconds until we say that the kernel does not answer
const SILENT = "No answer from the kernel yet: it may be busy. If it was restarted, run this cell again.";
let panels = 0; // for ids, which describe fields to a screen reader

function make(tag, className, attributes = {}, ...inside) {
  const node = document.createElement(tag);
  node.className = className;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...inside);
  return node;
}

// JupyterLab's shortcuts look at the focused element itself, so each one that can have the focus carries the mark.
function focusable(tag, className, attributes = {}, ...inside) {
  return make(tag, className, {...attributes, "data-lm-suppress-shortcuts": "true"}, ...inside);
}

function build() {
  const id = `wbq-question-${++panels}`;
  const at = {
    topic: make("span", "wbq-topic"),
    count: make("span", "wbq-count"),
    clock: make("span", "wbq-clock", {role: "timer"}),
    bar: make("div", "wbq-bar-done"),
    text: make("div", "wbq-text jp-RenderedHTMLCommon", {id}),
    input: focusable("input", "wbq-input", {type: "text", autocomplete: "off", autocapitalize: "off", spellcheck: "false",
      "aria-describedby": id}),
    unit: make("span", "wbq-unit"),
    submit: focusable("button", "wbq-button wbq-main", {type: "button"}, "Answer"),
    reveal: focusable("button", "wbq-button wbq-main", {type: "button", "aria-describedby": id}, "Show the answer"),
    status: make("div", "wbq-status", {role: "status", "aria-live": "polite"}),
    verdict: make("div", "wbq-verdict"),
    answer: make("div", "wbq-answer jp-RenderedHTMLCommon"),
    summary: make("div", "wbq-summary jp-RenderedHTMLCommon"),
    ratings: make("div", "wbq-ratings", {role: "group", "aria-label": "How well did you know it?"}),
    keys: make("p", "wbq-keys"),
    silent: make("p", "wbq-silent", {role: "status"}),
    note: make("p", "wbq-note"),
  };
  at.status.append(at.verdict, at.answer, at.summary);
  at.asking = make("div", "wbq-asking", {}, at.input, at.unit, at.submit);
  at.root = focusable("section", "wbq", {tabindex: "-1", role: "group"},
    make("header", "wbq-head", {}, at.topic, at.clock, at.count), make("div", "wbq-bar", {"aria-hidden": "true"}, at.bar),
    at.text, at.asking, at.reveal, at.status, at.ratings, at.keys, at.silent, at.note);
  return at;
}

function ratingButton([rating, label], isDefault) {
  const button = focusable("button", isDefault ? "wbq-button wbq-default" : "wbq-button",
    {type: "button", "aria-keyshortcuts": isDefault ? `${rating} Enter` : `${rating}`},
    make("kbd", "", {}, `${rating}`), ` ${label}`);
  button.dataset.rating = rating;
  return button;
}

function keysOf(view) {
  if (view.phase === "ask") return KEYS[view.kind] ?? "";
  if (view.phase !== "rate" || !view.ratings.length) return "";
  const given = view.ratings.map(([rating]) => rating);
  const range = given.length > 1 ? `Keys ${given[0]}–${given.at(-1)} rate` : `Key ${given[0]} rates`;
  return view.default ? `${range}, Enter takes ${view.default}.` : `${range}.`;
}

function fill(at, view) {
  const asks = view.phase === "ask", done = view.phase === "done";
  at.root.dataset.phase = view.phase;
  at.root.setAttribute("aria-label", view.topic ? `Quiz: ${view.topic}` : "Quiz");
  at.topic.textContent = view.topic;
  at.count.textContent = done ? "done" : view.of ? `${view.number} of ${view.of}` : `${view.number}`; // practice has no end
  const share = done ? 1 : view.of ? (view.number - (asks ? 1 : 0)) / view.of : 0;
  at.bar.style.width = `${100 * Math.min(share, 1)}%`;
  at.text.innerHTML = done ? "" : view.text; // HTML made by utils/markup.py: escaped, no tags of the text's own
  at.input.setAttribute("aria-label", view.unit ? `Your answer, in ${view.unit}` : "Your answer");
  at.unit.textContent = view.unit;
  if (!asks) at.input.value = ""; // what could not be read stays
  fillVerdict(at.verdict, view, asks);
  at.answer.innerHTML = view.answer;
  at.summary.innerHTML = view.summary;
  at.ratings.replaceChildren(...view.ratings.map(each => ratingButton(each, each[0] === view.default)));
  at.keys.textContent = keysOf(view);
  at.silent.textContent = "";
  at.note.textContent = view.note;
  for (const link of at.root.querySelectorAll("a")) link.setAttribute("data-lm-suppress-shortcuts", "true");
  at.text.hidden = done;
  at.asking.hidden = !(asks && view.kind === "drill");
  at.reveal.hidden = !(asks && view.kind !== "drill");
  at.reveal.textContent = view.kind === "exercise" ? "I am done: show the worked solution" : "Show the answer";
  for (const part of [at.answer, at.summary, at.ratings, at.keys, at.note]) part.hidden = !part.hasChildNodes();
}

function fillVerdict(node, view, asks) {
  const state = view.right === true ? "right" : view.right === false ? "wrong" : asks && view.feedback ? "open" : "";
  node.hidden = !state && !view.feedback;
  node.dataset.state = state;
  node.replaceChildren();
  if (state) {
    const [sign, word] = SIGNS[state];
    node.append(make("b", "wbq-word", {}, make("span", "wbq-sign", {"aria-hidden": "true"}, sign), ` ${word}`));
  }
  const said = make("div", "wbq-said jp-RenderedHTMLCommon");
  said.innerHTML = view.feedback;
  node.append(said);
}

// The time that is left of an interview; told by the minute, so that it does not tick in the corner of the eye.
function remaining(view) {
  if (!view.deadline || view.phase === "done") return "";
  const minutes = Math.ceil((1000 * view.deadline - Date.now()) / 60000);
  return minutes > 0 ? `${minutes} min left` : "time is up";
}

// Where the next key belongs.
function target(at, view) {
  if (view.phase === "ask") return view.kind === "drill" ? at.input : at.reveal;
  if (view.phase === "rate") return at.ratings.querySelector(".wbq-default") || at.ratings.firstElementChild || at.root;
  return at.root;
}

function render({model, el}) {
  const at = build();
  let timer = null, acted = false;

  function send(message) {
    if (timer !== null) return; // one at a time; Python drops what belongs to an old turn in any case
    acted = true;
    timer = setTimeout(() => { timer = null; at.silent.textContent = SILENT; }, PATIENCE);
    model.send({...message, turn: model.get("view").turn});
  }

  function draw() {
    const view = model.get("view"), moves = acted || at.root.contains(document.activeElement);
    clearTimeout(timer);
    timer = null;
    acted = false;
    if (moves) at.root.focus({preventScroll: true}); // hiding what has the focus would give the next key to the notebook
    fill(at, view);
    tick();
    if (!moves) return;
    target(at, view).focus({preventScroll: true});
    at.root.scrollIntoView({block: "nearest"});
  }

  const tick = () => { at.clock.textContent = remaining(model.get("view")); };
  const clock = setInterval(tick, 5000);
  const answer = () => send({do: "answer", text: at.input.value});
  const reveal = () => send({do: "answer", text: ""});
  const rate = (rating) => send({do: "rate", rating});

  // Saving is the one shortcut that is meant for the notebook; else the browser would offer to save the page.
  function passOn(event) {
    const {key, code, keyCode, ctrlKey, metaKey} = event;
    event.preventDefault();
    el.dispatchEvent(new KeyboardEvent("keydown", {key, code, keyCode, ctrlKey, metaKey, bubbles: true, cancelable: true}));
  }

  function press(event) {
    if (event.isComposing || event.keyCode === 229) return; // an input method is at work
    event.stopPropagation();
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") passOn(event);
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const view = model.get("view"), native = event.target.closest("button, a"), enter = event.key === "Enter";
    if (enter && event.repeat) { // a key held down must not run through the questions
      event.preventDefault();
    } else if (event.key === "Escape") {
      at.root.closest(".jp-Cell")?.focus();
    } else if (enter && event.target === at.input) {
      event.preventDefault();
      answer();
    } else if (view.phase === "rate" && view.ratings.some(([rating]) => `${rating}` === event.key)) {
      event.preventDefault();
      rate(Number(event.key));
    } else if (!native && event.target !== at.input && (enter || event.key === " ")) {
      event.preventDefault();
      if (event.repeat) return;
      if (view.phase === "rate" && enter && view.default) rate(view.default);
      if (view.phase === "ask" && view.kind !== "drill") reveal();
      if (view.phase === "ask" && view.kind === "drill") at.input.focus();
    }
  }

  at.submit.addEventListener("click", answer);
  at.reveal.addEventListener("click", reveal);
  at.ratings.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) rate(Number(button.dataset.rating));
  });
  at.root.addEventListener("keydown", press);
  fill(at, model.get("view"));
  tick();
  el.append(at.root);
  model.on("change:view", draw);
  return () => {
    clearInterval(clock);
    clearTimeout(timer);
    model.off("change:view", draw);
  };
}

export default {render};
