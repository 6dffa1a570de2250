package io.devicegate.rules.login;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModuleNameTest {

  @ParameterizedTest
  @CsvSource({
    "lodash, LODASH, ''",
    "lodash@4.17.10, LODASH, ''",
    "lodash@^4.0.0, LODASH, ''",
    "lodash@4.17.10/get, LODASH, get",
    "node:crypto, CRYPTO, ''",
    "uuid@3.4.0/v4, UUID, v4",
    "url@0.10.3, URL, ''",
    "moment@2.11.2, MOMENT, ''",
    "@auth0/rule-utilities@0.1.0, RULE_UTILITIES, ''",
    "jsonwebtoken@7.1.9, JSONWEBTOKEN, ''",
  })
  void isServedByALibrary(String asked, Library library, String member) {
    ModuleName name = ModuleName.of(asked);

    assertThat(name.library(false)).contains(library);
    assertThat(name.member()).isEqualTo(member);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          lodash@3.10.1    | version 4.18.1 is the one provided, and it differs
          lodash/fp/get    | it is not among those provided: @auth0/rule-utilities, buffer, crypto,
          uuid/v9          | it is not among those provided
          request@2.88.0   | login rules do not connect to other hosts, as no origin is allowed
          axios            | login rules do not connect to other hosts, as no origin is allowed
          https            | it connects to other hosts by itself
          auth0@2.9.1      | it asks the Management API, which is not reached from here
          mongodb@3.1.4    | it connects to a database
          node:fs          | a script has no files, processes or threads
          bcrypt           | it needs native code
          http             | it connects to other hosts by itself
          whatwg-url       | it is not among those provided
          ../secret        | it is not among those provided
          ''               | it is not among those provided
          """)
  void isRefusedWithTheReason(String asked, String reason) {
    ModuleName name = ModuleName.of(asked);

    assertThat(name.library(false)).isEmpty();
    assertThat(name.refusal(false)).startsWith("Cannot find module '").contains("': " + reason);
  }

  @Test
  void clientsAreServedWhenAnOriginIsAllowed() {
    for (String client :
        new String[] {"request", "axios@0.21.1", "node-fetch", "request-promise"}) {
      assertThat(ModuleName.of(client).library(true)).contains(Library.HTTP);
    }
    assertThat(ModuleName.of("https").library(true)).isEmpty();
  }
}
