// Gives the same tokens to Microsoft's validator and to us, and compares the verdicts. Started by teams-tokens.
const http = require('http')
const crypto = require('crypto')
const jwt = require('jsonwebtoken')
const { JwtTokenValidation, ChannelValidation, SimpleCredentialProvider } = require('botframework-connector')

const port = +process.argv[2]
const APP = '11111111-1111-1111-1111-111111111111'
const TENANT = '22222222-2222-2222-2222-222222222222'
const SERVICE = 'https://smba.trafficmanager.net/emea/'
const ISSUER = 'https://api.botframework.com'
const now = Math.floor(Date.now() / 1000)
// Nothing is answered to it, so nothing is sent to SERVICE.
const activity = {
  type: 'typing', id: 'x', channelId: 'msteams', serviceUrl: SERVICE, conversation: { id: 'a:c', tenantId: TENANT },
  from: { id: '29:u' }, recipient: { id: '28:b' }, channelData: { tenant: { id: TENANT } },
}
console.error = () => {} // the validator is talkative

async function theirs(openid, header, said) {
  ChannelValidation.OpenIdMetadataEndpoint = openid
  try {
    await JwtTokenValidation.authenticateRequest(said, header, new SimpleCredentialProvider(APP, 's'), '')
    return 'accept'
  } catch { return 'refuse' }
}

async function ours(url, header, said) {
  const answer = await fetch(url + '/api/messages', {
    method: 'POST', headers: { 'content-type': 'application/json', ...(header ? { authorization: header } : {}) },
    body: JSON.stringify(said),
  })
  if ([401, 403].includes(answer.status)) return 'refuse'
  if ([200, 202].includes(answer.status)) return 'accept'
  return 'status ' + answer.status
}

const part = (json) => Buffer.from(JSON.stringify(json)).toString('base64url')
const changed = (fields) => ({ ...activity, ...fields })

// What the issuer of oauth-server.mjs signs: the cases of Microsoft's validator beside it.
async function minted(issuer) {
  const mint = async (q = {}) => (await fetch(issuer + '/mint?' + new URLSearchParams(q))).text()
  const good = await mint({ serviceurl: SERVICE })
  const hs = jwt.sign({ iss: ISSUER, aud: APP, serviceurl: SERVICE }, 'secret', { expiresIn: 60 })
  return [
    ['good', good], ['serviceurl other', await mint({ serviceurl: 'https://evil/' })], ['no serviceurl', await mint()],
    ['aud other app', await mint({ serviceurl: SERVICE, aud: 'other' })],
    ['iss other', await mint({ serviceurl: SERVICE, iss: 'https://evil/' })],
    ['expired 10 min', await mint({ serviceurl: SERVICE, exp: '-600' })],
    ['expired 2 min (skew)', await mint({ serviceurl: SERVICE, exp: '-120' })],
    ['bad signature', good.slice(0, -8) + 'AAAAAAAA'], ['HS256 forged', hs],
    ['alg none', part({ alg: 'none', typ: 'JWT' }) + '.' + good.split('.')[1] + '.'], ['empty header', ''],
    ['endorsement slack', good, changed({ channelId: 'slack' })],
  ].map(([name, token, said]) => [name, token && 'Bearer ' + token, said ?? activity])
}

// An issuer of our own, for tokens that oauth-server.mjs cannot make.
const pairs = Object.fromEntries(['teams', 'webchat', 'nobody', 'unknown', 'ec'].map((kid) =>
  [kid, kid === 'ec' ? crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }) : crypto.generateKeyPairSync('rsa', { modulusLength: 2048 })]))
function invent() {
  const own = `http://127.0.0.1:${port + 4}`
  const jwk = (kid, endorsements) => ({ ...pairs[kid].publicKey.export({ format: 'jwk' }), kid, use: 'sig', endorsements })
  http.createServer((request, answer) => answer.end(JSON.stringify(request.url.endsWith('/keys')
    ? { keys: [jwk('teams', ['msteams', 'skype']), jwk('webchat', ['webchat']), jwk('nobody', []), jwk('ec', ['msteams'])] }
    : { issuer: ISSUER, jwks_uri: own + '/keys' }))).listen(port + 4, '127.0.0.1')
  const sign = (claims = {}, { kid = 'teams', key = kid, alg = 'RS256', header = {} } = {}) => {
    const payload = { iss: ISSUER, aud: APP, serviceurl: SERVICE, nbf: now - 5, exp: now + 3600, ...claims }
    for (const name of Object.keys(payload)) if (payload[name] === undefined) delete payload[name]
    const message = part({ alg, typ: 'JWT', kid, ...header }) + '.' + part(payload)
    const hash = { RS256: 'sha256', RS384: 'sha384', RS512: 'sha512', ES256: 'sha256' }[alg]
    const secret = { key: pairs[key].privateKey, ...(alg === 'ES256' ? { dsaEncoding: 'ieee-p1363' } : {}) }
    return message + '.' + crypto.sign(hash, Buffer.from(message), secret).toString('base64url')
  }
  const good = sign(), [head, body, tail] = good.split('.')
  const publicAsSecret = part({ alg: 'HS256', typ: 'JWT', kid: 'teams' }) + '.' + body
  const pem = pairs.teams.publicKey.export({ type: 'spki', format: 'pem' })
  const confused = publicAsSecret + '.' + crypto.createHmac('sha256', pem).update(publicAsSecret).digest('base64url')
  const b = (token) => 'Bearer ' + token
  return [
    ['good', b(good)],
    ['expires in 1 s', b(sign({ exp: now + 1 }))], ['expired 4 min', b(sign({ exp: now - 240 }))],
    ['expired 6 min', b(sign({ exp: now - 360 }))], ['exp a fraction', b(sign({ exp: now + 60.5 }))],
    ['exp in quotes', b(sign({ exp: String(now + 60) }))], ['exp null', b(sign({ exp: null }))],
    ['exp missing', b(sign({ exp: undefined })), activity, 'every token of Microsoft has an end'],
    ['nbf missing', b(sign({ nbf: undefined }))], ['nbf in 4 min', b(sign({ nbf: now + 240 }))],
    ['nbf in 6 min', b(sign({ nbf: now + 360 }))], ['nbf in quotes', b(sign({ nbf: String(now) }))],
    ['iat in the future', b(sign({ iat: now + 9999 }))],
    ['iss missing', b(sign({ iss: undefined }))], ['iss with a slash', b(sign({ iss: ISSUER + '/' }))],
    ['iss in capitals', b(sign({ iss: 'HTTPS://API.BOTFRAMEWORK.COM' }))], ['iss a list', b(sign({ iss: [ISSUER] }))],
    ['iss of an emulator', b(sign({ iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/' }))],
    ['iss of the government', b(sign({ iss: 'https://api.botframework.us' }))],
    ['aud missing', b(sign({ aud: undefined }))], ['aud a list with us', b(sign({ aud: [APP, 'other'] }))],
    ['aud in capitals', b(sign({ aud: APP.toUpperCase() + 'A' }))], ['aud empty', b(sign({ aud: '' }))],
    ['serviceurl without slash', b(sign({ serviceurl: SERVICE.slice(0, -1) }))],
    ['serviceurl in capitals', b(sign({ serviceurl: SERVICE.toUpperCase() }))],
    ['serviceUrl camel case', b(sign({ serviceurl: undefined, serviceUrl: SERVICE }))],
    ['serviceurl a list', b(sign({ serviceurl: [SERVICE] }))], ['serviceurl null', b(sign({ serviceurl: null }))],
    ['body of another service', b(good), changed({ serviceUrl: 'https://smba.trafficmanager.net/amer/' })],
    ['body without service', b(good), changed({ serviceUrl: '' }), 'there is nowhere to answer'],
    ['body of webchat', b(good), changed({ channelId: 'webchat' })],
    ['body of MSTEAMS', b(good), changed({ channelId: 'MSTEAMS' })],
    ['body without channel', b(good), changed({ channelId: '' }), 'a key speaks for named channels'],
    ['key of webchat', b(sign({}, { kid: 'webchat' }))],
    ['key of webchat, body too', b(sign({}, { kid: 'webchat' })), changed({ channelId: 'webchat' })],
    ['key of nobody', b(sign({}, { kid: 'nobody' })), activity, 'a key without endorsements speaks for nobody'],
    ['key unknown', b(sign({}, { kid: 'unknown' }))], ['key of another kid', b(sign({}, { kid: 'teams', key: 'webchat' }))],
    ['kid missing', b(sign({}, { header: { kid: undefined } }))], ['kid a number', b(sign({}, { header: { kid: 1 } }))],
    ['elliptic key', b(sign({}, { kid: 'ec', alg: 'ES256' }))],
    ['RS384', b(sign({}, { alg: 'RS384' })), activity, 'Microsoft signs with RS256'],
    ['RS512', b(sign({}, { alg: 'RS512' })), activity, 'Microsoft signs with RS256'],
    ['says RS256, is RS512', b(sign({}, { alg: 'RS512', header: { alg: 'RS256' } }))],
    ['HS256 with the public key', b(confused)], ['alg none', b(part({ alg: 'none' }) + '.' + body + '.')],
    ['alg None, signed', b(part({ alg: 'None', kid: 'teams' }) + '.' + body + '.' + tail)],
    ['claims changed', b(head + '.' + part({ iss: ISSUER, aud: APP, serviceurl: SERVICE, exp: now + 9 }) + '.' + tail)],
    ['header changed', b(part({ alg: 'RS256', kid: 'teams', x: 1 }) + '.' + body + '.' + tail)],
    ['no signature', b(head + '.' + body + '.')], ['two parts', b(head + '.' + body)], ['four parts', b(good + '.x')],
    ['not a token', b('x')], ['bearer in lower case', 'bearer ' + good], ['Basic', 'Basic ' + good],
    ['two spaces', 'Bearer  ' + good], ['no scheme', good], ['two tokens', b(good + ' ' + good)], ['nothing', ''],
    ['skill', b(sign({ appid: 'other-app', azp: 'other-app', ver: '2.0' }))],
  ].map(([name, header, said, stricter]) => [name, header, said ?? activity, stricter])
}

async function ready(url) {
  for (let tries = 0; tries < 200; tries++) {
    try { await fetch(url); return } catch { await new Promise((resolve) => setTimeout(resolve, 100)) }
  }
  throw new Error(url + ' does not answer')
}

async function main() {
  const issuer = `http://127.0.0.1:${port}`
  await ready(issuer)
  const rounds = [
    ["the validator's own cases", issuer, port + 2, await minted(issuer)],
    ['tokens of our own', `http://127.0.0.1:${port + 4}`, port + 3, invent()],
  ]
  let wrong = 0, same = 0, stricter = 0
  for (const [title, url, bot, cases] of rounds) {
    console.log(`\n${title}`)
    await ready(`http://127.0.0.1:${bot}`)
    for (const [name, header, said, why] of cases) {
      const them = await theirs(url + '/v1/.well-known/openidconfiguration', header, said)
      const us = await ours(`http://127.0.0.1:${bot}`, header, said)
      const verdict = them === us ? 'same' : why && them === 'accept' && us === 'refuse' ? 'stricter: ' + why : 'DIFFERENT'
      if (verdict === 'DIFFERENT') wrong++; else if (verdict === 'same') same++; else stricter++
      console.log(`${name.padEnd(28)} Microsoft: ${them}  we: ${us}  ${verdict}`)
    }
  }
  console.log(`\n${same} the same, ${stricter} stricter on purpose, ${wrong} different`)
  process.exit(wrong ? 1 : 0)
}

main().catch((error) => { console.log(error); process.exit(1) })
