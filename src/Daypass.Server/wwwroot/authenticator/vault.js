// What this phone keeps, in IndexedDB: its logins with their keys, and a few facts. A new version of the app brings old
// entries along: each step below is run once, in order, and none is ever changed after it was published.

const steps = [
  db => {
    db.createObjectStore("logins", { keyPath: "device" });
    db.createObjectStore("facts");
  },
];

export function openVault(name = "daypass-authenticator", upgrades = steps) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, upgrades.length);
    opening.onupgradeneeded = ({ oldVersion }) => {
      for (const upgrade of upgrades.slice(oldVersion)) upgrade(opening.result, opening.transaction);
    };
    opening.onsuccess = () => {
      // A newer version in another window waits for this one to let go.
      opening.result.onversionchange = () => opening.result.close();
      resolve(new Vault(opening.result));
    };
    opening.onerror = () => reject(opening.error);
    opening.onblocked = () => reject(new Error("blocked"));
  });
}

class Vault {
  #db;

  constructor(db) { this.#db = db; }

  logins() { return this.#ask("logins", "readonly", x => x.getAll()); }

  keep(login) { return this.#ask("logins", "readwrite", x => x.put(login)); }

  remove(device) { return this.#ask("logins", "readwrite", x => x.delete(device)); }

  /** Changes what is kept of a login; one that was removed meanwhile stays removed. */
  async change(device, values) {
    return this.#ask("logins", "readwrite", (logins, transaction) => {
      const reading = logins.get(device);
      reading.onsuccess = () => { if (reading.result) logins.put({ ...reading.result, ...values }); };
      return transaction;
    });
  }

  fact(name) { return this.#ask("facts", "readonly", x => x.get(name)); }

  keepFact(name, value) { return this.#ask("facts", "readwrite", x => x.put(value, name)); }

  close() { this.#db.close(); }

  #ask(store, mode, what) {
    return new Promise((resolve, reject) => {
      const transaction = this.#db.transaction(store, mode);
      const asked = what(transaction.objectStore(store), transaction);
      transaction.oncomplete = () => resolve(asked instanceof IDBRequest ? asked.result : undefined);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }
}

/** Asks the browser never to clear the vault for want of space; false where it will not promise. */
export async function keepForGood() {
  try {
    return await navigator.storage.persisted() || await navigator.storage.persist();
  } catch {
    return false;
  }
}
