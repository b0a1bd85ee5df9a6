// Posts activities to the bot and passes what it says on to Prism, which checks it. Started by teams-connector.
const fs = require('fs')
const http = require('http')
const prism = 'http://127.0.0.1:4024'
const issuer = 'http://127.0.0.1:4026'
const bot = 'http://127.0.0.1:4028'
const SERVICE = 'http://127.0.0.1:4025/'
const TENANT = '22222222-2222-2222-2222-222222222222'
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
const seen = []
const spoken = () => seen.filter(({ method }) => method !== 'GET')
let count = 0

// Not in Microsoft's description, though its own libraries call it.
const MEMBER = /^\/v3\/conversations\/[^/]+\/members\/[^/]+$/
const dana = { id: '29:dana', name: 'Dana Diaz', userPrincipalName: 'dana@example.com', tenantId: TENANT, userRole: 'user', aadObjectId: 'd-object' }

http.createServer(async (request, response) => {
  let body = ''
  for await (const part of request) body += part
  const json = (status, text) => response.writeHead(status, { 'content-type': 'application/json' }).end(text)
  const path = request.url.split('?')[0]
  if (request.method === 'GET' && MEMBER.test(path)) return json(200, JSON.stringify(dana))
  const headers = { authorization: request.headers.authorization, accept: 'application/json', ...(body ? { 'content-type': request.headers['content-type'] } : {}) }
  const answer = await fetch(prism + request.url, { method: request.method, headers, body: body || undefined })
  seen.push({ method: request.method, path, body, status: answer.status, why: answer.headers.get('sl-violations') })
  json(answer.status, await answer.text())
}).listen(4025, '127.0.0.1')

async function ready() {
  for (const [url, ok] of [[prism, () => true], [issuer + '/mint', () => true], [bot + '/ready', (answer) => answer.ok]]) {
    for (let tries = 0; ; tries++) {
      const answer = await fetch(url).catch(() => undefined)
      if (answer && ok(answer)) break
      if (tries > 60) throw new Error(url + ' does not answer')
      await pause(500)
    }
  }
}

// Tells the bot something, and waits until it has said so much.
async function tell(name, change, said) {
  const text = fs.readFileSync(`${process.argv[2]}/${name}.json`, 'utf8').replaceAll('SERVICE', SERVICE).replaceAll('"tenant"', `"${TENANT}"`)
  // The replacement above meets the key beside the value.
  const activity = JSON.parse(text.replaceAll(`"${TENANT}": {`, '"tenant": {'))
  activity.id = 'activity-' + ++count
  change(activity)
  const token = await (await fetch(issuer + '/mint?' + new URLSearchParams({ serviceurl: SERVICE }))).text()
  const before = spoken().length
  const answer = await fetch(bot + '/api/messages', {
    method: 'POST', headers: { 'content-type': 'application/json', authorization: 'Bearer ' + token }, body: JSON.stringify(activity),
  })
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`)
  for (let tries = 0; spoken().length < before + said && tries < 200; tries++) await pause(100)
  if (spoken().length < before + said) throw new Error(`${name}: only ${spoken().length - before} of ${said} calls came`)
  return spoken().slice(before)
}

async function main() {
  await ready()
  const says = (text) => (activity) => { activity.text = text }
  // Before there is a personal chat, so that one is made.
  await tell('channel_person', says('<at>Mandorla</at> has marketing reached Patricia Prospect?'), 3)
  await tell('installed_personal', () => {}, 1)
  await tell('personal', says('what is our overlap?'), 1)
  await tell('group', says('<at>Mandorla</at> overlap by seller'), 1)
  await tell('channel_mention', says('<at>Mandorla</at> how has overlap moved over the last 12 weeks?'), 1)
  await tell('channel_mention', says('<at>Mandorla</at> digest now'), 3)
  await tell('personal', says('who is sales chasing that marketing never reached as csv'), 2)
  const offers = await tell('personal', says('log a call with Patricia Prospect today'), 1)
  const offer = offers.map((call) => JSON.parse(call.body)).find((message) => message.attachments)
  const confirm = offer.attachments[0].content.actions.find((action) => action.title === 'Confirm')
  await tell('execute_confirm', (activity) => { activity.value.action.data = confirm.data }, 1)

  const kinds = new Map()
  for (const { method, path } of seen) {
    const kind = `${method} ${path.replace(/\/conversations\/[^/]+/, '/conversations/{id}').replace(/\/activities\/[^/]+/, '/activities/{id}')}`
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  }
  for (const [kind, times] of kinds) console.log(`${String(times).padStart(3)} × ${kind}`)
  const wrong = seen.filter(({ status, why }) => status >= 400 || why)
  for (const { method, path, status, why, body } of wrong) console.log(`WRONG   ${method} ${path}: ${status} ${why}\n        ${body.slice(0, 300)}`)
  const missing = ['POST /v3/conversations', 'POST /v3/conversations/{id}/activities', 'POST /v3/conversations/{id}/activities/{id}', 'PUT /v3/conversations/{id}/activities/{id}'].filter((kind) => !kinds.has(kind))
  for (const kind of missing) console.log('MISSING ' + kind)
  console.log(wrong.length || missing.length ? `${wrong.length} wrong` : `all ${seen.length} calls are as Microsoft describes them`)
  process.exit(wrong.length || missing.length ? 1 : 0)
}

main().catch((error) => { console.log(error); process.exit(1) })
