// Questions that are not for whom one is writing down are hidden as one types: by the age, and by the answer to an earlier question. What
// has an answer stays, so that nothing is sent unseen; the server refuses it beside the field. Without this script all of them are shown.
(() => {
    "use strict";

    const questions = [...document.querySelectorAll(".question[data-after], .question[data-age]")];
    if (questions.length === 0) return;

    const fieldsOf = (question, name) => [...question.closest("form").elements].filter((field) => field.name === name);
    const chosen = (field) => !["radio", "checkbox"].includes(field.type) || field.checked;
    const answers = (question, name) => fieldsOf(question, name).filter(chosen).map((field) => field.value.trim());

    const fitsAge = (question) => {
        const { age, least, most } = question.dataset;
        if (!age) return true;
        const years = answers(question, age)[0] ?? "";
        return /^\d+$/.test(years) && Number(years) >= Number(least || 0) && Number(years) <= Number(most || Infinity);
    };
    const fitsAnswer = (question) => {
        const { after, choices } = question.dataset;
        return !after || answers(question, after).some((answer) => choices.split(" ").includes(answer));
    };
    const isAnswered = (question) => [...question.querySelectorAll("input, textarea, select")]
        .some((field) => chosen(field) && field.value.trim() !== "");

    const show = () => questions.forEach((question) => {
        question.hidden = !isAnswered(question) && !(fitsAge(question) && fitsAnswer(question));
    });
    new Set(questions.map((question) => question.closest("form"))).forEach((form) => {
        form.addEventListener("input", show);
        form.addEventListener("change", show);
    });
    show();
})();
