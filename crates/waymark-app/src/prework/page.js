
"use strict";
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const form = document.getElementById("form");
  const person = document.getElementById("person");
  const name = document.getElementById("name");
  const nameBlock = document.getElementById("name-block");
  const personError = document.getElementById("person-error");
  const state = document.getElementById("state");
  const outcome = document.getElementById("outcome");
  const copy = document.getElementById("copy");
  const copyText = document.getElementById("copy-text");
  const key = "waymark-prework:" + data.id;
  const ELSE = "else";
  const questions = Array.from(document.querySelectorAll("fieldset.question"));
  let isChanged = false;

  function part(question, selector) {
    return question.querySelector(selector);
  }

  function checked(question, of) {
    const radio = part(question, "input[data-of=" + of + "]:checked");
    return radio ? radio.value : "";
  }

  // What stands in a question, as it is kept; null where nothing does.
  function entry(question) {
    const kept = {
      choice: checked(question, "choice"),
      certainty: checked(question, "certainty"),
      reason: part(question, ".reason input").value,
      comment: part(question, "textarea").value,
    };
    return kept.choice || kept.certainty || kept.reason || kept.comment ? kept : null;
  }

  function keep() {
    const kept = { person: person ? person.value : "", name: name ? name.value : "", answers: {} };
    questions.forEach(function (question) {
      const own = entry(question);
      if (own) kept.answers[question.dataset.question] = own;
    });
    try {
      localStorage.setItem(key, JSON.stringify(kept));
      say(state, "Saved in this browser");
      return true;
    } catch (error) {
      say(state, "This browser cannot save; save the answers file before closing");
      return false;
    }
  }

  // A live region speaks when its text changes: the same words twice stay silent.
  function say(region, words) {
    if (region.textContent !== words) region.textContent = words;
  }

  function choose(question, of, value) {
    question.querySelectorAll("input[data-of=" + of + "]").forEach(function (radio) {
      radio.checked = radio.value === value;
    });
  }

  function text(value) {
    return typeof value === "string" ? value : "";
  }

  function restore() {
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(key));
    } catch (error) {
      return;
    }
    if (!kept || typeof kept !== "object") return;
    const answers = kept.answers && typeof kept.answers === "object" ? kept.answers : {};
    if (person) {
      const isThere = Array.from(person.options).some(function (option) {
        return option.value === kept.person;
      });
      if (isThere) person.value = kept.person;
    }
    if (name) name.value = text(kept.name);
    questions.forEach(function (question) {
      const own = answers[question.dataset.question];
      if (!own || typeof own !== "object") return;
      choose(question, "choice", text(own.choice));
      choose(question, "certainty", text(own.certainty));
      part(question, ".reason input").value = text(own.reason);
      part(question, "textarea").value = text(own.comment);
    });
    say(state, "Your answers from before are here again");
  }

  function isAnswered(question) {
    return checked(question, "choice") !== "";
  }

  function show() {
    let answered = 0;
    questions.forEach(function (question) {
      const choice = checked(question, "choice");
      if (choice) answered += 1;
      part(question, ".reason").hidden = choice !== "not_applicable";
      part(question, "button.clear").hidden = !entry(question);
    });
    document.getElementById("progress").textContent = answered + " of " + questions.length + " answered";
    document.getElementById("progress-bar").value = answered;
    document.getElementById("next").hidden = answered === questions.length;
    if (nameBlock) nameBlock.hidden = Boolean(person) && person.value !== ELSE;
    if (copy.open) copyText.value = written();
  }

  function who() {
    if (person && person.value !== ELSE) {
      const known = data.participants.find(function (one) {
        return one.code === person.value;
      });
      if (known) return { participant: known.code, name: known.name };
      return { participant: null, name: null };
    }
    const typed = name ? name.value.trim() : "";
    return { participant: null, name: typed || null };
  }

  function answers() {
    return questions.filter(isAnswered).map(function (question) {
      const own = entry(question);
      const isLevel = /^[1-5]$/.test(own.choice);
      return {
        question: question.dataset.question,
        choice: isLevel ? "level" : own.choice,
        level: isLevel ? Number(own.choice) : null,
        certainty: own.certainty || null,
        reason: own.choice === "not_applicable" ? own.reason.trim() : "",
        comment: own.comment.trim(),
      };
    });
  }

  function written() {
    const by = who();
    const file = {
      waymark_prework: 1,
      engagement: data.engagement,
      pack: data.pack,
      pack_version: data.packVersion,
      role: data.role,
      participant: by.participant,
      name: by.name,
      saved_at: new Date().toISOString(),
      answers: answers(),
    };
    return JSON.stringify(file, null, 2) + "\n";
  }

  function slug(words) {
    let plain = String(words).toLowerCase();
    try {
      plain = plain.replace(new RegExp("[^\\p{L}\\p{N}]+", "gu"), "-");
    } catch (error) {
      plain = plain.replace(/[^a-z0-9]+/g, "-");
    }
    return plain.replace(/^-+|-+$/g, "").slice(0, 60);
  }

  function fileName() {
    const by = who();
    const last = slug(by.name || by.participant || "");
    return "prework-" + data.file + (last ? "-" + last : "") + ".json";
  }

  function fail(field, error, words) {
    error.textContent = words;
    error.hidden = false;
    field.setAttribute("aria-invalid", "true");
    say(outcome, words);
    field.focus();
    return false;
  }

  function forgive(field, error) {
    if (field) field.removeAttribute("aria-invalid");
    error.hidden = true;
  }

  // What an answers file cannot do without, told at its place.
  function isComplete() {
    forgive(person, personError);
    forgive(name, personError);
    if (person && person.value === "") {
      return fail(person, personError, data.isAnonymous ? "Choose your code first" : "Choose your name first");
    }
    if (name && !nameBlock.hidden && name.value.trim() === "") {
      return fail(name, personError, "Type your name first");
    }
    let isWhole = true;
    questions.forEach(function (question, index) {
      const field = part(question, ".reason input");
      const error = part(question, ".reason .error");
      forgive(field, error);
      if (isWhole && checked(question, "choice") === "not_applicable" && field.value.trim() === "") {
        isWhole = fail(field, error, "Say why question " + (index + 1) + " does not apply");
      }
    });
    if (isWhole && !questions.some(isAnswered)) {
      say(outcome, "Nothing is answered yet");
      isWhole = false;
    }
    return isWhole;
  }

  function save() {
    outcome.textContent = "";
    if (!isComplete()) return;
    const file = fileName();
    const address = URL.createObjectURL(new Blob([written()], { type: "application/json" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = file;
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(function () {
      URL.revokeObjectURL(address);
    }, 60000);
    isChanged = false;
    const silent = [];
    questions.forEach(function (question, index) {
      if (!isAnswered(question) && entry(question)) silent.push(index + 1);
    });
    const left = silent.length
      ? " Not in it, since no choice is made there: question " + silent.join(", ") + "."
      : "";
    say(outcome, "Among your downloads: " + file + " with " + questions.filter(isAnswered).length + " of " + questions.length + " answers." + left);
  }

  function go(question) {
    const radio = part(question, "input[data-of=choice]");
    question.scrollIntoView();
    radio.focus({ preventScroll: true });
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
  });
  function changed(event) {
    if (event.target === copyText) return;
    isChanged = true;
    if (event.target === person || event.target === name) {
      forgive(person, personError);
      forgive(name, personError);
    }
    outcome.textContent = "";
    show();
    keep();
  }
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  questions.forEach(function (question) {
    part(question, "button.clear").addEventListener("click", function () {
      choose(question, "choice", "");
      choose(question, "certainty", "");
      part(question, ".reason input").value = "";
      part(question, "textarea").value = "";
      isChanged = true;
      show();
      keep();
      part(question, "input[data-of=choice]").focus();
    });
  });
  document.getElementById("save").addEventListener("click", save);
  document.getElementById("next").addEventListener("click", function () {
    const open = questions.find(function (question) {
      return !isAnswered(question);
    });
    if (open) go(open);
  });
  document.getElementById("again").addEventListener("click", function () {
    if (!window.confirm("Start again? All answers on this page are removed. A file that you saved stays.")) return;
    try {
      localStorage.removeItem(key);
    } catch (error) {
      // Nothing was kept.
    }
    form.reset();
    isChanged = false;
    outcome.textContent = "";
    show();
    say(state, "All answers are removed");
    window.scrollTo(0, 0);
    (person || name || part(questions[0], "input")).focus({ preventScroll: true });
  });
  copy.addEventListener("toggle", show);
  document.getElementById("copy-button").addEventListener("click", function () {
    const done = document.getElementById("copied");
    done.textContent = "";
    if (!isComplete()) return;
    copyText.value = written();
    const select = function () {
      copyText.focus();
      copyText.select();
      let isCopied = false;
      try {
        isCopied = document.execCommand("copy");
      } catch (error) {
        isCopied = false;
      }
      done.textContent = isCopied ? "Copied" : "Selected; press Ctrl+C, or Command+C on a Mac";
    };
    if (navigator.clipboard && navigator.clipboard.writeText) {
      navigator.clipboard.writeText(copyText.value).then(function () {
        done.textContent = "Copied";
      }, select);
    } else {
      select();
    }
  });
  window.addEventListener("beforeunload", function (event) {
    if (isChanged && !keep()) {
      event.preventDefault();
      event.returnValue = "";
    }
  });
  restore();
  show();
  try {
    localStorage.setItem(key + ":test", "1");
    localStorage.removeItem(key + ":test");
  } catch (error) {
    say(state, "This browser cannot save; save the answers file before closing");
  }
})();
