package io.devicegate.sandbox.tenant;

import java.util.Set;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.stereotype.Component;

/** What users have granted to clients; bounded by the number of users, clients and scopes. */
@Component
final class Consents {

  private final OAuth2AuthorizationConsentService consents =
      new InMemoryOAuth2AuthorizationConsentService();

  /** Whether the user has granted all these scopes to the client before. */
  boolean covers(String userId, String clientId, Set<String> scopes) {
    OAuth2AuthorizationConsent consent = consents.findById(clientId, userId);
    return consent != null && consent.getScopes().containsAll(scopes);
  }

  synchronized void remember(String userId, String clientId, Set<String> scopes) {
    OAuth2AuthorizationConsent before = consents.findById(clientId, userId);
    OAuth2AuthorizationConsent.Builder consent =
        before == null
            ? OAuth2AuthorizationConsent.withId(clientId, userId)
            : OAuth2AuthorizationConsent.from(before);
    consent.scope("openid");
    scopes.forEach(consent::scope);
    consents.save(consent.build());
  }

  synchronized void forget(String userId, String clientId) {
    OAuth2AuthorizationConsent consent = consents.findById(clientId, userId);
    if (consent != null) {
      consents.remove(consent);
    }
  }
}
