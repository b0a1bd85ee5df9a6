// Drives the Agents Playground and looks at what the bot says there. Started by teams-playground.
const base = 'http://127.0.0.1:56150'
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
const heard = []
let failed = 0

async function post(path, body) {
  const answer = await fetch(base + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  const text = await answer.text()
  try { return { status: answer.status, json: JSON.parse(text) } } catch { return { status: answer.status, json: text } }
}

async function ready() {
  for (let tries = 0; tries < 300; tries++) {
    try {
      await fetch(base + '/_internal/v1/testConfig')
      await fetch('http://127.0.0.1:3978/api/messages', { method: 'POST' })
      return
    } catch { await pause(100) }
  }
  throw new Error('the Playground or the bot does not answer')
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

async function main() {
  await ready()
  const socket = new WebSocket('ws://127.0.0.1:56150/_ws_conversation/v1/conversations/stream')
  socket.onmessage = (event) => heard.push(String(event.data))
  await new Promise((resolve, reject) => { socket.onopen = resolve; socket.onerror = reject })
  const { config: { bot } } = await (await fetch(base + '/_internal/v1/testConfig')).json()
  const say = (where, text) => post(`/_conversation/v1/conversations/${where}/messages`, { from: { id: 'user-id-0' }, text, textFormat: 'plain' })
  // In a channel the Playground passes on what mentions the bot, and nothing else.
  const mention = (text) => post('/_conversation/v1/conversations/team-id/messages', {
    from: { id: 'user-id-0' }, text: `<at>${bot.name}</at> ${text}`, textFormat: 'plain',
    mentions: [{ mentioned: { id: bot.id }, text: `<at>${bot.name}</at>` }],
  })

  let since = heard.length
  await post('/_debug/conversation/personal-1/installation', {})
  await expect('installed: a greeting', 'marketing and sales talk to the same people', since)

  since = heard.length
  const said = await say('personal-1', 'what is our overlap?')
  check('personal: the message is taken', said.status < 300, said)
  const card = await expect('personal: the answer', 'Overlap is 16 %', since)

  since = heard.length
  await mention('what is our overlap?')
  await expect('channel: the answer', 'Overlap is 16 %', since)

  since = heard.length
  await mention('has marketing reached Patricia Prospect?')
  await expect('channel, about a person: it is in private', 'the answer is in your personal chat', since)
  const alone = await expect('the personal chat: the answer, unasked', 'Yes, marketing reached Patricia Prospect', since)

  since = heard.length
  const idOf = (text) => JSON.parse(text ?? '{"message":{}}').message.messageId
  const press = (data, id = idOf(card)) => post('/_conversation/v1/invoke', {
    name: 'adaptiveCard/action', value: { action: { type: 'Action.Execute', verb: 'x', data }, trigger: 'manual' },
    from: { id: 'user-id-0' }, conversation: { id: 'personal-1' }, replyToId: id,
  })
  const executed = await press({ do: 'ask', text: 'what is our overlap?' })
  check('a press: the next card', JSON.stringify(executed.json).includes('Overlap is 16 %'), executed)
  await post('/_conversation/v1/conversations/personal-1/messages', { from: { id: 'user-id-0' }, text: 'log a call with Patricia Prospect', textFormat: 'plain' })
  const offer = await expect('an offer', 'Log a call with Patricia Prospect?', since)
  since = heard.length
  const first = await press({ do: 'confirm', text: 'confirm 7F3KQ2' }, idOf(offer))
  check('a yes: done', JSON.stringify(first.json).includes('Logged'), first)
  await expect('a yes: the buttons are gone', 'updateMessage', since)
  const second = await press({ do: 'confirm', text: 'confirm 7F3KQ2' }, idOf(offer))
  check('a second yes: nothing', JSON.stringify(second.json).includes('answered already'), second)

  since = heard.length
  const share = JSON.parse(alone ?? '{"message":{"attachments":[{"content":{"actions":[]}}]}}')
    .message.attachments[0].content.actions.find((action) => JSON.stringify(action).includes('team-id'))
  const shared = await press(share?.data ?? {}, idOf(alone))
  check('share: whoever shares is told', JSON.stringify(shared.json).includes('Shared in'), shared)
  await expect('share: the channel sees it, unasked', 'Shared by Alex Wilber', since)

  if (process.env.SHOW) for (const text of heard) console.log(text.slice(0, 1500))
  socket.close()
  console.log(failed ? `${failed} wrong` : 'all as it should be')
  process.exit(failed ? 1 : 0)
}

main().catch((error) => { console.log(error); process.exit(1) })
