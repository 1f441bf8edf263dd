// Downloads all pages of a list, four at a time, and throws them away: the least that any reader of them has to wait.
// Stands alone, so that it runs in a process of its own, as the server does. Prints the milliseconds.
const [, , url, token] = process.argv;
const headers = { authorization: `Bearer ${token}` };

async function page(number) {
  const answer = await fetch(`${url}&page=${number}`, { headers });
  await answer.arrayBuffer();
  return Number(answer.headers.get("x-total-pages"));
}

async function download() {
  // The connection is there already when the server begins its report, too.
  await fetch(url.replace(/timesheets.*/, "ping"), { headers });
  const started = performance.now();
  const pages = await page(1);
  let next = 2;
  const worker = async () => {
    while (next <= pages) await page(next++);
  };
  await Promise.all(Array.from({ length: 4 }, worker));
  console.log(performance.now() - started);
}

download();
