package io.devicegate.rules.login;

import static io.devicegate.rules.login.TestLogins.PATIENT;
import static io.devicegate.rules.login.TestLogins.deviceLogin;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.rules.login.LoginOutcome.Allowed;
import io.devicegate.rules.login.LoginOutcome.Denied;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the libraries answer. The expected answers are those of Node and of the published versions.
 */
class LibraryTest {

  private static final String RULE =
      """
      async function (user, context, callback) {
        const answer = () => { %s };
        context.idToken.answer = await answer();
        callback(null, user, context);
      }
      """;

  private static final String PUBLIC_KEY =
      "-----BEGIN PUBLIC KEY-----\\nMFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAK\\n-----END PUBLIC KEY-----";

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0000',
      textBlock =
          """
          require('url').parse('https://a.test:8080/b?c=d#e').port | 8080
          require('url').format({ protocol: 'https', hostname: 'a.test', pathname: '/b', query: { c: 'd e' } }) | https://a.test/b?c=d%20e
          require('node:url').resolve('https://a.test/b/c', '../d') | https://a.test/d
          new URL('/b?c=d', 'https://a.test').searchParams.get('c') | d
          String(new URLSearchParams({ a: 'b c', d: 'é' })) | a=b+c&d=%C3%A9
          new (require('url').URL)('HTTPS://A.test:443/%7Eb').href | https://a.test/%7Eb
          new URL('https://Bücher.test').host | xn--bcher-kva.test
          require('querystring').stringify({ a: ['b', 'c'], d: 'e f' }) | a=b&a=c&d=e%20f
          JSON.stringify(require('querystring').parse('a=b&a=c&d=e+f')) | {"a":["b","c"],"d":"e f"}
          require('crypto').createHash('sha256').update('abc').digest('hex') | ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
          require('crypto').createHash('md5').update('a').update('bc').digest('base64') | kAFQmDzST7DWlj99KOF/cg==
          require('crypto').createHash('SHA-1').update(Buffer.from('616263', 'hex')).digest('hex') | a9993e364706816aba3e25717850c26c9cd0d89d
          require('crypto').createHmac('sha512', 'key').update('The quick brown fox jumps over the lazy dog').digest('hex').slice(0, 16) | b42af09057bac1e2
          require('crypto').createHmac('sha256', '').update('').digest('hex') | b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad
          require('crypto').randomBytes(20).toString('hex').length | 40
          require('crypto').randomUUID().length | 36
          require('crypto').timingSafeEqual(Buffer.from('ab'), Buffer.from('ab')) | true
          require('crypto').timingSafeEqual(Buffer.from('ab'), Buffer.from('ac')) | false
          Buffer.from('aGk=', 'base64').toString() + Buffer.from('hé').toString('hex') + btoa('hi') + atob('aGk=') | hi68c3a9aGk=hi
          require('lodash').pick({ a: 1, b: 2 }, ['b']).b | 2
          require('lodash@4.17.10').get({ a: [{ b: 'c' }] }, 'a[0].b') | c
          require('lodash/kebabCase')('fooBar') | foo-bar
          _.chunk([1, 2, 3], 2).length | 2
          require('uuid').v5('a', '6ba7b810-9dad-11d1-80b4-00c04fd430c8') | 4f3f2898-69e3-5a0d-820a-c4e87987dbce
          require('uuid')().length + require('uuid@3.3.2').v4().length + require('uuid/v4')().length | 108
          require('ipaddr.js').parse('192.168.1.140').match(require('ipaddr.js').parseCIDR('192.168.1.134/26')) | true
          require('ipaddr.js').process('::ffff:192.0.2.1').toString() | 192.0.2.1
          require('jsonwebtoken').sign({ a: 1 }, 'secret', { noTimestamp: true }) | eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhIjoxfQ.57TF7smP9XDhIexBqPC-F1toZReYZLWb_YRU5tv0sxM
          require('jsonwebtoken').verify(require('jsonwebtoken').sign({ a: 1 }, 'secret', { algorithm: 'HS512', subject: 'me' }), 'secret').sub | me
          require('jsonwebtoken').decode('eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhIjoxfQ.x').a | 1
          jwt.decode(jwt.sign({ iat: 100 }, 'secret', { expiresInMinutes: 2 })).exp | 220
          require('moment')('2026-11-25T12:00:00Z').utc().add(1, 'month').format('YYYY-MM-DD HH:mm') | 2026-12-25 12:00
          require('moment-timezone').tz('2026-07-01T12:00:00Z', 'Europe/Paris').format('HH:mm Z') | 14:00 +02:00
          Object.keys(require('@auth0/rule-utilities@0.1.0')).length | 3
          """)
  void answersAsPublished(String expression, String answer) {
    assertThat(String.valueOf(answer("return " + expression))).isEqualTo(answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0000',
      textBlock =
          """
          require('jsonwebtoken').verify(TOKEN, 'other') | invalid signature
          require('jsonwebtoken').verify('eyJhbGciOiJub25lIn0.eyJhIjoxfQ.', 'secret') | jwt signature is required
          require('jsonwebtoken').verify(TOKEN, 'PEM') | secretOrPublicKey is not valid key material
          require('jsonwebtoken').sign({}, 'PEM') | secretOrPrivateKey is not valid key material
          require('jsonwebtoken').sign({}, 'secret', { algorithm: 'RS256' }) | secretOrPrivateKey must be an asymmetric key
          require('crypto').createHash('ripemd160') | ripemd160 is not supported by login rules here
          require('crypto').createCipheriv('a') | crypto.createCipheriv is not supported by login rules here
          require('crypto').randomBytes(1e9) | expected 0 to 65536
          crypto.getRandomValues(new Uint8Array(65537)) | more than 65536 bytes
          require('crypto').createHash('md5').update(new Uint8Array(2 * 1024 * 1024)) | more than 1 MB
          """)
  void refuseWhatTheyCannotDo(String expression, String message) {
    String token =
        "'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhIjoxfQ"
            + ".57TF7smP9XDhIexBqPC-F1toZReYZLWb_YRU5tv0sxM'";
    String code = expression.replace("TOKEN", token).replace("PEM", PUBLIC_KEY);
    Object answer =
        answer(
            "try { %s; return 'no error' } catch (error) { return error.message }".formatted(code));
    // A library may wrap the words of another.
    assertThat(String.valueOf(answer)).contains(message);
  }

  @Test
  void aPublicKeyIsNeverTakenForASecret() {
    Object answer =
        answer(
            """
            const { createHmac } = require('crypto');
            const key = '%s';
            const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
            const signed = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhIjoxfQ';
            const forged = signed + '.' + createHmac('sha256', key).update(signed).digest('base64')
                .replace(/=/g, '').replace(/\\+/g, '-').replace(/\\//g, '_');
            try { return require('jsonwebtoken').verify(forged, key) } catch (error) { return 'refused' }
            """
                .formatted(PUBLIC_KEY));

    assertThat(answer).isEqualTo("refused");
  }

  @Test
  void chanceDiffersBetweenRuns() {
    TestLogins.write(
        directory,
        RULE.formatted(
            "return [require('uuid').v4(), require('uuid').v1(), crypto.randomUUID(),"
                + " require('crypto').randomBytes(16).toString('hex')]"));
    try (LoginRules rules = LoginRules.load(directory, PATIENT)) {
      List<?> first = (List<?>) answer(rules);
      List<?> second = (List<?>) answer(rules);

      assertThat(first).hasSize(4).doesNotHaveDuplicates();
      assertThat(second).noneMatch(first::contains);
    }
  }

  @Test
  void whatAScriptDoesToALibraryEndsWithTheRun() {
    TestLogins.write(
        directory,
        RULE.formatted(
            """
            const _ = require('lodash');
            const found = [_.leak, Buffer.leak, {}.polluted].filter((leak) => leak !== undefined);
            _.leak = Buffer.leak = user.user_id;
            _.merge({}, JSON.parse('{"constructor": {"prototype": {"polluted": 1}}}'));
            Object.prototype.polluted = 1;
            return found;
            """));
    try (LoginRules rules = LoginRules.load(directory, PATIENT)) {
      assertThat(answer(rules)).isEqualTo(List.of());
      assertThat(answer(rules)).isEqualTo(List.of());
    }
  }

  @Test
  void scriptsThatRequireNothingPayForNothing() {
    TestLogins.write(directory, RULE.formatted("return typeof Buf" + "fer"));
    assertThat(ScriptNeeds.of(RuleFile.readAll(directory), PATIENT).libraries())
        .containsExactly(Library.BUFFER);
    TestLogins.write(
        directory, RULE.formatted("return [1].map((_, uuid) => user.Buffer + uuid) // lodash"));
    assertThat(ScriptNeeds.of(RuleFile.readAll(directory), PATIENT).libraries()).isEmpty();
  }

  @Test
  void allOfThemFitTheSmallestSandbox() {
    String all =
        Arrays.stream(Library.values())
            .map(Library::module)
            .filter(module -> Library.named(module).isPresent())
            .map("require('%s')"::formatted)
            .reduce("", (code, require) -> code + require + ";");
    TestLogins.write(directory, RULE.formatted(all + "return 1"));
    try (LoginRules rules = LoginRules.load(directory, PATIENT.withMemory(16 * 1024 * 1024))) {
      assertThat(answer(rules)).isEqualTo(1);
    }
  }

  @Test
  void everyPublishedLibraryHasItsLicence() {
    String text = TestLogins.resource("libraries/LICENSES.txt");
    for (Library library : Library.values()) {
      if (!library.version().isEmpty() && library != Library.QUERYSTRING) {
        assertThat(text)
            .containsPattern(
                library.module().replace("whatwg-url", "whatwg-url-without-unicode")
                    + " "
                    + library.version());
      }
    }
    assertThat(text).contains("querystring-es3 0.2.1");
  }

  private Object answer(String code) {
    TestLogins.write(directory, RULE.formatted(code));
    try (LoginRules rules = LoginRules.load(directory, PATIENT)) {
      return answer(rules);
    }
  }

  private static Object answer(LoginRules rules) {
    LoginOutcome outcome = rules.run(deviceLogin());
    return outcome instanceof Denied denied
        ? denied.message()
        : requireNonNull(((Allowed) outcome).idTokenClaims().get("answer"), "answer");
  }
}
