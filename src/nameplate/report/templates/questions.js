/* Turns the filled form into the text of answers.yaml. Every value is a quoted ASCII string, whatever a list put into it. */
(() => {
  const form = document.getElementById("questions");
  if (!form) return;
  const area = document.getElementById("text");
  const state = document.getElementById("state");
  const escaped = (char) => {
    const code = char.codePointAt(0);
    if (char === '"' || char === "\\") return `\\${char}`;
    return code >= 0x20 && code < 0x7f ? char : `\\U${code.toString(16).padStart(8, "0")}`;
  };
  const quoted = (text) => `"${Array.from(text, escaped).join("")}"`;
  const answerOf = (question) =>
    [...question.querySelectorAll("input")].flatMap((input) => {
      if (input.type === "checkbox" || input.type === "radio") return input.checked ? [input.value] : [];
      return input.value.split("several" in input.dataset ? /[\s,;]+/ : "\n").map((word) => word.trim()).filter(Boolean);
    });
  const entry = (id, words) => `  - id: ${quoted(id)}\n    answer: [${words.map(quoted).join(", ")}]\n`;
  const write = () => {
    const questions = [...form.querySelectorAll(".question")];
    const before = [...document.querySelectorAll(".answered")];
    const lines = [];
    for (const question of questions) {
      const words = answerOf(question).filter((word) => word !== "unknown");
      question.classList.toggle("done", words.length > 0);
      if (words.length) lines.push(entry(question.dataset.id, words));
    }
    state.textContent = `${lines.length} of ${questions.length} questions are answered.`;
    for (const one of before) lines.push(entry(one.dataset.id, one.dataset.answer.split("\n")));
    area.value = `# Answers to the open questions of a review; give this file to it with --answers.\nquestions:${lines.length ? `\n${lines.join("")}` : " []\n"}`;
  };
  const alone = (clicked) => {
    if (clicked.type !== "checkbox" || !clicked.checked) return;
    for (const other of form.querySelectorAll(`input[name="${clicked.name}"]`))
      if (other !== clicked && (clicked.value === "none_of_these" || other.value === "none_of_these")) other.checked = false;
  };
  form.addEventListener("input", (event) => {
    alone(event.target);
    write();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("save").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([area.value], { type: "application/yaml" }));
    link.download = "answers.yaml";
    link.click();
    URL.revokeObjectURL(link.href);
  });
  document.getElementById("copy").addEventListener("click", async () => {
    area.select();
    const copied = navigator.clipboard ? await navigator.clipboard.writeText(area.value).then(() => true, () => false) : document.execCommand("copy");
    state.textContent = copied ? "The text is copied." : "The text is marked: copy it with the keyboard.";
  });
  write();
})();
