// jsforce, unmodified, against a served org: node jsforce_test.mjs URL TOKEN USERNAME

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';

// Stands beside the clients, not beside this file.
const require = createRequire(path.join(process.env.ROWLOCK_INTEROP_FOLDER, 'x.js'));
const jsforce = require('jsforce');

const [url, token, username] = process.argv.slice(2);
const connect = () => new jsforce.Connection({ instanceUrl: url, accessToken: token });

async function soapLogin() {
  const connection = new jsforce.Connection({ loginUrl: url });
  const user = await connection.login(username, 'anything');
  assert.match(user.id, /^005/);
  assert.equal((await connection.identity()).username, username);
  await connection.logout();
  const wrong = new jsforce.Connection({ loginUrl: url });
  await assert.rejects(wrong.login('nobody@rowlock.example', 'x'), /INVALID_LOGIN/);
}

async function oauthLogin() {
  const oauth2 = { loginUrl: url, clientId: 'any', clientSecret: 'any', redirectUri: 'http://localhost/' };
  const connection = new jsforce.Connection({ oauth2 });
  await connection.login(username, 'anything');
  assert.equal((await connection.query('SELECT Id FROM User LIMIT 1')).totalSize, 1);
  await connection.logout();
}

async function records() {
  const connection = connect();
  const made = await connection.sobject('Account').create({ Name: 'jsforce' });
  assert.equal(made.success, true);
  assert.equal((await connection.sobject('Account').retrieve(made.id)).Name, 'jsforce');
  await connection.sobject('Account').update({ Id: made.id, Phone: '1' });
  const several = await connection.sobject('Contact').create(
    Array.from({ length: 250 }, (_, i) => ({ LastName: `Many ${i}`, AccountId: made.id })),
    { allowRecursive: true },
  );
  assert.equal(several.filter((row) => row.success).length, 250);
  const read = await connection.sobject('Contact').retrieve(several.slice(0, 3).map((row) => row.id));
  assert.equal(read[0].LastName, 'Many 0');
  const rolledBack = await connection
    .sobject('Account')
    .create([{ Name: 'Rolled back' }, { Phone: '1' }], { allOrNone: true });
  assert.deepEqual(rolledBack.map((row) => row.success), [false, false]);
  const kept = await connection.query("SELECT COUNT() FROM Account WHERE Name = 'Rolled back'");
  assert.equal(kept.totalSize, 0);
  await connection.sobject('Account').destroy(made.id);
}

async function collections() {
  const accounts = connect().sobject('Account');
  const made = await accounts.create([{ Name: 'One' }, { Name: 'Two' }]);
  const ids = made.map((row) => row.id);
  const changed = await accounts.update([{ Id: ids[0], Name: 'First' }, { Id: ids[1], Name: 'Second' }]);
  assert.deepEqual(changed.map((row) => row.success), [true, true]);
  assert.deepEqual((await accounts.retrieve(ids)).map((record) => record.Name), ['First', 'Second']);
  const gone = await accounts.destroy(ids);
  assert.deepEqual(gone.map((row) => row.success), [true, true]);
  await assert.rejects(accounts.retrieve(ids[0]), /ENTITY_IS_DELETED|NOT_FOUND/);
}

async function upserts() {
  const accounts = connect().sobject('Account');
  const made = await accounts.upsert({ Key__c: 'k-1', Name: 'Upserted' }, 'Key__c');
  assert.equal(made.success, true);
  const known = await accounts.upsert([{ Key__c: 'k-1', Name: 'Again' }, { Key__c: 'k-2', Name: 'New' }], 'Key__c');
  assert.deepEqual(known.map((row) => row.success), [true, true]);
  const found = await accounts.find({ Key__c: { $in: ['k-1', 'k-2'] } }, ['Name']).sort('Key__c');
  assert.deepEqual(found.map((record) => record.Name), ['Again', 'New']);
}

async function queries() {
  const connection = connect();
  const names = Array.from({ length: 4500 }, (_, i) => `Page ${String(i).padStart(4, '0')}`);
  await connection.bulk2.loadAndWaitForResults({
    object: 'Account',
    operation: 'insert',
    input: names.map((Name) => ({ Name, Site: 'pages' })),
  });
  const soql = "SELECT Name FROM Account WHERE Site = 'pages' ORDER BY Name";
  let page = await connection.query(soql, { autoFetch: false });
  assert.equal(page.totalSize, names.length);
  const pages = [page.records];
  while (!page.done) {
    page = await connection.queryMore(page.nextRecordsUrl, { autoFetch: false });
    pages.push(page.records);
  }
  assert.deepEqual(pages.map((records) => records.length), [2000, 2000, 500]);
  assert.deepEqual(pages.flat().map((record) => record.Name), names);
  const found = await connection.sobject('Account').find({ Name: 'Page 0007' }, ['Name', 'Site']);
  assert.deepEqual(found.map((record) => [record.Name, record.Site]), [['Page 0007', 'pages']]);
  assert.deepEqual(await connection.sobject('Account').find({ Name: 'nobody' }), []);
  const searched = await connection.search('FIND {Page AND 0008} RETURNING Account(Name)');
  assert.deepEqual(searched.searchRecords.map((record) => record.Name), ['Page 0008']);
  const pagesOf = await connection.bulk.query(soql);
  assert.equal((await pagesOf.toArray()).length, names.length);
  const described = await connection.sobject('Account').describe();
  assert.ok(described.fields.some((field) => field.name === 'Name' && field.createable));
  assert.ok((await connection.describeGlobal()).sobjects.length > 10);
  assert.equal((await connection.limits()).DailyBulkApiBatches.Max, 15000);
  assert.deepEqual((await connection.search('FIND {nobody} RETURNING Account')).searchRecords, []);
  const apex = await connection.tooling.executeAnonymous('System.debug(1);');
  assert.equal(apex.compiled, false);
}

async function bulkLoads() {
  const connection = connect();
  const rows = [{ Name: 'Bulk jsforce 1' }, { Name: 'Bulk jsforce 2' }];
  const first = await connection.bulk.load('Account', 'insert', rows);
  assert.deepEqual(first.map((row) => row.success), [true, true]);
  const mixed = await connection.bulk.load('Account', 'insert', [
    { Name: 'Mixed', Phone: '1' },
    { Name: '', Phone: '1' },
  ]);
  assert.deepEqual(mixed.map((row) => row.success), [true, false]);
  assert.match(mixed[1].errors.join(), /REQUIRED_FIELD_MISSING/);
  const second = await connection.bulk2.loadAndWaitForResults({
    object: 'Account',
    operation: 'insert',
    input: rows,
  });
  assert.equal(second.successfulResults.length, 2);
  const stream = await connection.bulk2.query("SELECT Name FROM Account WHERE Name LIKE 'Bulk jsforce%'");
  assert.equal((await stream.toArray()).length, 4);
}

for (const conversation of [soapLogin, oauthLogin, records, collections, upserts, queries, bulkLoads]) {
  await conversation();
  process.stdout.write(`${conversation.name}: fine\n`);
}
