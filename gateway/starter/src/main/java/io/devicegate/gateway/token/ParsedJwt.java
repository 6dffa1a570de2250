package io.devicegate.gateway.token;

/** What came of reading a token. */
sealed interface ParsedJwt {

  record WellFormed(StrictJwt jwt) implements ParsedJwt {}

  record Refused(TokenRefusal reason) implements ParsedJwt {}
}
