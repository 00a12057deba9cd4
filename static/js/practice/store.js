// What a phone keeps for one person: answers that were not sent yet, and how far a practice has come.
// Each row carries the account's mark, and is read by that mark only.

const opened = () =>
  new Promise((resolve, reject) => {
    const asked = indexedDB.open("plumb", 1);
    asked.onupgradeneeded = () => {
      const told = asked.result.createObjectStore("told", { keyPath: "seq", autoIncrement: true });
      told.createIndex("account", "account");
      told.createIndex("client_key", "client_key", { unique: true });
      asked.result.createObjectStore("progress", { keyPath: "account" });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });

// Resolves when it is on the disk, not when it is about to be: a phone may be switched off in the next moment.
const within = async (name, mode, work) => {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(name, mode, { durability: "strict" });
      const box = {};
      work(transaction.objectStore(name), box);
      transaction.oncomplete = () => resolve(box.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
};

const read = (name, work) => within(name, "readonly", work);
const write = (name, work) => within(name, "readwrite", work);
const into = (box, request) => (request.onsuccess = () => (box.result = request.result));

// -- What was told -------------------------------------------------------------------------------------------------
// In the order in which it was told.
export const toldBy = (account) =>
  read("told", (store, box) => into(box, store.index("account").getAll(account)));

// The same practice told again, before it was sent, takes the place of what was told first.
export const put = (told) =>
  write("told", (store) => {
    const known = store.index("client_key").get(told.client_key);
    known.onsuccess = () => store.put(known.result ? { ...told, seq: known.result.seq } : told);
  });

// Only if it still is what was sent: meanwhile it may have been told anew.
export const remove = (told) =>
  write("told", (store) => {
    const known = store.get(told.seq);
    known.onsuccess = () => known.result?.at === told.at && store.delete(told.seq);
  });

export const removeAll = (account) =>
  write("told", (store) => {
    const walk = store.index("account").openCursor(account);
    walk.onsuccess = () => walk.result && (walk.result.delete(), walk.result.continue());
  });

// -- How far a practice has come ---------------------------------------------------------------------------------------
export const progressOf = (account) => read("progress", (store, box) => into(box, store.get(account)));
export const keepProgress = (progress) => write("progress", (store) => store.put(progress));
export const dropProgress = (account) => write("progress", (store) => store.delete(account));

export const dropProgressOfOthers = (account) =>
  write("progress", (store) => {
    const walk = store.openKeyCursor();
    walk.onsuccess = () => {
      if (!walk.result) return;
      if (walk.result.key !== account) store.delete(walk.result.key);
      walk.result.continue();
    };
  });
