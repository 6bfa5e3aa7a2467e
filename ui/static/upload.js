// Adding documents: who is signed in, the files on their way, and what became of each.
(() => {
  const byId = (id) => document.getElementById(id);
  const word = (name) =>
    [...byId("pq-upload-words").querySelector(`[data-word="${name}"]`).childNodes].map((node) =>
      node.cloneNode(true)
    );

  const say = (name, detail) => {
    byId("pq-upload-said").replaceChildren(...(name ? word(name) : []), detail ? ` ${detail}` : "");
  };

  const line = (kind, text) => {
    const entry = document.createElement("li");
    entry.className = `pq-${kind}`;
    entry.append(...word(kind), `: ${text}`);
    byId("pq-upload-report").append(entry);
  };

  const arrange = async () => {
    let session = { name: "", scopes: [] };
    try {
      const response = await fetch("/session");
      if (response.ok) session = await response.json();
    } catch {
      /* nobody is signed in then */
    }
    const writes = session.scopes.includes("write");
    byId("pq-sign-in").hidden = Boolean(session.name);
    byId("pq-signed-in").hidden = !session.name;
    byId("pq-signed-name").textContent = session.name;
    byId("pq-may-not").hidden = writes || !session.name;
    byId("pq-upload-form").hidden = !writes;
  };

  const advance = (done, of) => {
    const bar = byId("pq-upload-bar").querySelector("progress");
    bar.max = of || 1;
    bar.value = done;
  };

  // One event of the stream (docs/api.md): `progress`, then `report` or `problem`.
  const happened = (name, told) => {
    if (name === "progress") {
      say(told.step.startsWith("reading") ? "reading" : "embedding", `${told.done}/${told.of}`);
      advance(told.done, told.of);
    } else if (name === "report") {
      for (const kind of ["created", "updated", "skipped"])
        told[kind].forEach((id) => line(kind, id));
      for (const { name, reason } of told.failed)
        line("failed", reason.startsWith(name) ? reason : `${name}: ${reason}`);
      told.warnings.forEach((one) => line("warning", `${one.document}: ${one.what}`));
      say(["created", "updated", "skipped"].some((kind) => told[kind].length) ? "done" : "");
    } else if (name === "problem") {
      say("");
      line("failed", told.detail);
    }
    return name !== "progress";
  };

  const send = (form) => {
    const request = new XMLHttpRequest(); // fetch tells nothing of how much was sent
    let read = 0;
    let over = false;
    const listen = () => {
      if (request.status !== 200) return;
      for (;;) {
        const end = request.responseText.indexOf("\n\n", read);
        if (end < 0) return;
        const block = request.responseText.slice(read, end);
        read = end + 2;
        const name = /^event: (.*)$/m.exec(block);
        const told = /^data: (.*)$/m.exec(block);
        if (name && told) over = happened(name[1], JSON.parse(told[1])) || over;
      }
    };
    const finish = () => {
      listen();
      if (!over && request.status !== 200 && request.responseText) {
        try {
          over = happened("problem", JSON.parse(request.responseText));
        } catch {
          /* not from planqa: below */
        }
      }
      if (!over) say("broken");
      byId("pq-upload-bar").hidden = true;
      form.querySelector("button").disabled = false;
      if (over) form.reset();
      window.planqa.library.load();
      if (request.status === 401) arrange();
    };
    request.upload.onprogress = (event) => advance(event.loaded, event.total);
    request.onprogress = listen;
    request.onloadend = finish;
    request.open("POST", "/documents");
    request.setRequestHeader("Accept", "text/event-stream");
    request.send(new FormData(form));
    say("sending");
  };

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("#pq-upload-form");
    if (!form) return;
    event.preventDefault();
    byId("pq-upload-report").replaceChildren();
    if (!form.elements.files.files.length) return say("none");
    byId("pq-upload-bar").hidden = false;
    form.querySelector("button").disabled = true;
    send(form);
  });

  document.addEventListener("click", async (event) => {
    if (!event.target.closest("#pq-sign-out")) return;
    await fetch("/sign-out", { method: "POST", redirect: "manual" });
    say("");
    byId("pq-upload-report").replaceChildren();
    await arrange();
  });

  // Gradio draws the page after this script has run.
  const waiting = setInterval(() => {
    if (!byId("pq-upload")) return;
    clearInterval(waiting);
    arrange();
  }, 50);
})();
