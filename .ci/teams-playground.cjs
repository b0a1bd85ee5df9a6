// Drives the Agents Playground and looks at what the bot says there. Between the two it passes on what the Playground
// posts, to see it. Started by teams-playground.
const fs = require('fs')
const http = require('http')
const base = 'http://127.0.0.1:56150'
const ours = 'http://127.0.0.1:3979'
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
const plain = (text) => text.replaceAll('\u00a0', ' ')
const heard = []
let failed = 0

// What Teams posts goes on to us as it is.
const recorded = process.env.RECORD
http.createServer(async (request, response) => {
  let body = ''
  for await (const part of request) body += part
  const { host, 'content-length': length, connection, ...headers } = request.headers
  const answer = await fetch(ours + request.url, { method: request.method, headers, body: body || undefined }).catch(() => undefined)
  if (!answer) return response.writeHead(502).end()
  if (recorded && body.startsWith('{')) {
    const activity = JSON.parse(body)
    const words = [activity.type, activity.name, activity.action, activity.conversation?.conversationType, activity.channelData?.eventType]
    const name = words.filter(Boolean).join('-').replace(/[^\w-]/g, '-')
    const file = `${recorded}/${name}.json`
    if (!fs.existsSync(file)) fs.writeFileSync(file, JSON.stringify(activity, null, 2) + '\n')
  }
  response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' }).end(await answer.text())
}).listen(3978, '127.0.0.1')

async function post(path, body) {
  const answer = await fetch(base + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  const text = plain(await answer.text())
  try { return { status: answer.status, json: JSON.parse(text) } } catch { return { status: answer.status, json: text } }
}

async function ready() {
  let why
  for (let tries = 0; tries < 60; tries++) {
    try {
      await fetch(base + '/_internal/v1/testConfig')
      const answer = await fetch(ours + '/ready')
      if (answer.ok) return
      why = await answer.text()
    } catch (error) { why = error }
    await pause(500)
  }
  throw new Error('the Playground or the bot does not answer: ' + why + ' ' + (why.cause ?? ''))
}

// What came within ten seconds that holds these words.
async function expect(what, words, since) {
  for (let tries = 0; tries < 100; tries++) {
    const found = heard.slice(since).find((text) => text.includes(words))
    if (found) { console.log('ok      ' + what); return found }
    await pause(100)
  }
  failed++
  console.log('MISSING ' + what + '\n        heard: ' + heard.slice(since).map((text) => text.slice(0, 300)).join('\n               '))
}

function check(what, holds, seen) {
  if (!holds) failed++
  console.log((holds ? 'ok      ' : 'WRONG   ') + what + (holds ? '' : ' ' + JSON.stringify(seen).slice(0, 600)))
}

// The cards of a message, whatever it came wrapped in.
const message = (text) => JSON.parse(text ?? '{}').message ?? {}
const actions = (text) => (message(text).attachments ?? []).flatMap((attachment) => attachment.content?.actions ?? [])
const data = (text, title) => actions(text).find((action) => action.title === title)?.data ?? {}

async function main() {
  await ready()
  const socket = new WebSocket('ws://127.0.0.1:56150/_ws_conversation/v1/conversations/stream')
  socket.onmessage = (event) => heard.push(plain(String(event.data)))
  await new Promise((resolve, reject) => { socket.onopen = resolve; socket.onerror = reject })
  const { config: { bot, tenantId } } = await (await fetch(base + '/_internal/v1/testConfig')).json()
  const from = { id: 'user-id-0' }
  const say = (where, text, by = from) => post(`/_conversation/v1/conversations/${where}/messages`, { from: by, text, textFormat: 'plain' })
  // Where several read the Playground passes on what mentions the bot, and nothing else.
  const mention = (where, text, by = from) => post(`/_conversation/v1/conversations/${where}/messages`, {
    from: by, text: `<at>${bot.name}</at> ${text}`, textFormat: 'plain',
    mentions: [{ mentioned: { id: bot.id }, text: `<at>${bot.name}</at>` }],
  })
  const press = (pressed, on, conversation = 'personal-1') => post('/_conversation/v1/invoke', {
    name: 'adaptiveCard/action', value: { action: { type: 'Action.Execute', verb: 'x', data: pressed }, trigger: 'manual' },
    from, conversation: { id: conversation }, replyToId: message(on).messageId,
  })
  // Anything else that Teams may tell; the Playground signs it and sends it on.
  const tell = (activity) => post('/_internal/v1/customActivities', {
    id: 'custom-' + Math.random(), channelId: 'msteams', serviceUrl: 'http://localhost:56150/_connector', recipient: bot,
    from: { ...from, name: 'Alex Wilber', aadObjectId: '00000000-0000-0000-0000-000000000020' },
    channelData: { tenant: { id: tenantId } }, ...activity,
  })

  let since = heard.length
  await post('/_debug/conversation/personal-1/installation', {})
  await expect('installed: a greeting', 'marketing and sales talk to the same people', since)

  since = heard.length
  const said = await say('personal-1', 'what is our overlap?')
  check('personal: the message is taken', said.status < 300, said)
  const card = await expect('personal: the answer', 'people sales contacted', since)

  since = heard.length
  const next = await press(data(card, actions(card)[0]?.title), card)
  check('a press: the next card', next.json?.type === 'application/vnd.microsoft.card.adaptive' || JSON.stringify(next.json).includes('AdaptiveCard'), next)
  await expect('a press alone: the message itself is changed', 'updateMessage', since)

  for (const [where, what] of [['team-id', 'channel'], ['group-1', 'group chat']]) {
    since = heard.length
    await mention(where, 'what is our overlap?')
    await expect(what + ': the answer', 'people sales contacted', since)
  }

  since = heard.length
  await mention('team-id', 'has marketing reached Patricia Prospect?')
  const note = await expect('channel, about a person: it is in private', 'the answer is in your personal chat', since)
  check('the channel learns nothing', !(note ?? '').includes('Yes, marketing reached'), note)
  const alone = await expect('the personal chat: the answer, unasked', 'Yes, marketing reached Patricia Prospect', since)

  since = heard.length
  const share = data(alone, 'Share')
  const shared = await press(share, alone)
  check('share: whoever shares is told', JSON.stringify(shared.json).includes('Shared in'), shared)
  await expect('share: the channel sees it, unasked', 'Shared by Alex Wilber', since)
  check('a second share: nothing', JSON.stringify((await press(share, alone)).json).includes('shared already'), share)

  since = heard.length
  // The Playground lets nobody but its own user type.
  await tell({
    type: 'message', text: 'has marketing reached Patricia Prospect?', conversation: { id: 'personal-1', conversationType: 'personal', tenantId },
    from: { id: 'user-id-1', name: 'Megan Bowen', aadObjectId: '00000000-0000-0000-0000-000000000021' },
  })
  await expect('a stranger: nothing about people', 'I only speak about single people to colleagues', since)
  check('a stranger is told nothing', !heard.slice(since).some((text) => text.includes('Yes, marketing reached')), since)

  since = heard.length
  await say('personal-1', 'log a call with Patricia Prospect today')
  const offer = await expect('an offer', 'Confirm', since)
  since = heard.length
  const first = await press(data(offer, 'Confirm'), offer)
  check('a yes: done', JSON.stringify(first.json).includes('AdaptiveCard'), first)
  await expect('a yes: the buttons are gone', 'updateMessage', since)
  const second = await press(data(offer, 'Confirm'), offer)
  check('a second yes: nothing', /already|no longer|any more/.test(JSON.stringify(second.json)), second)

  since = heard.length
  await post('/_conversation/v1/submit', { from, conversation: { id: 'personal-1' }, value: { do: 'ask', text: 'overlap by seller' }, replyToId: message(card).messageId })
  await expect('a press in an old client: the next card', 'by seller', since)

  const box = { type: 'invoke', conversation: { id: 'personal-1', conversationType: 'personal', tenantId } }
  const query = await post('/_conversation/v1/invoke', {
    name: 'composeExtension/query', from, conversation: { id: 'personal-1' },
    value: { commandId: 'ask', parameters: [{ name: 'question', value: 'patricia pro' }], queryOptions: { skip: 0, count: 25 } },
  })
  if (query.status < 300) check('the compose box: whom it finds', JSON.stringify(query.json).includes('Patricia Prospect'), query)
  else { await tell({ ...box, name: 'composeExtension/query', value: { commandId: 'ask', parameters: [{ name: 'question', value: 'patricia pro' }] } }); console.log('sent    the compose box: the Playground shows no answer to it') }

  since = heard.length
  await mention('team-id', 'digest weekly monday 09:00')
  const weekly = await expect('a digest is offered', 'Confirm', since)
  check('a digest is arranged', JSON.stringify((await press(data(weekly, 'Confirm'), weekly)).json).includes('AdaptiveCard'), weekly)
  since = heard.length
  await mention('team-id', 'digest now')
  await expect('a digest now', 'week', since)

  since = heard.length
  const team = { conversation: { id: 'team-id', conversationType: 'channel', isGroup: true, tenantId }, channelData: { tenant: { id: tenantId }, team: { id: 'team-id', name: 'Revenue' } } }
  await tell({ type: 'installationUpdate', action: 'remove', ...team })
  await pause(500)
  const gone = await press(share, alone)
  check('removed: nothing is shared there any more', JSON.stringify(gone.json).includes('not in that conversation any more'), gone)
  await post('/_debug/conversation/team-id/installation', {})
  await expect('added again: a greeting again', 'marketing and sales talk to the same people', since)

  if (process.env.SHOW) for (const text of heard) console.log(text.slice(0, 1500))
  socket.close()
  console.log(failed ? `${failed} wrong` : 'all as it should be')
  process.exit(failed ? 1 : 0)
}

main().catch((error) => { console.log(error); process.exit(1) })
