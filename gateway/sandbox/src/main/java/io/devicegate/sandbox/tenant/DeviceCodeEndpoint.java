package io.devicegate.sandbox.tenant;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /oauth/device/code}: begins the device flow (RFC 8628 section 3.1). */
@RestController
final class DeviceCodeEndpoint {

  private final ClientAuthentication clients;
  private final Apis apis;
  private final DeviceGrants grants;
  private final SandboxProperties.Lifetimes lifetimes;
  private final Issuer issuer;
  private final TenantEvents events;
  private final Faults faults;

  DeviceCodeEndpoint(
      ClientAuthentication clients,
      Apis apis,
      DeviceGrants grants,
      SandboxProperties properties,
      Issuer issuer,
      TenantEvents events,
      Faults faults) {
    this.clients = clients;
    this.apis = apis;
    this.grants = grants;
    this.lifetimes = properties.lifetimes();
    this.issuer = issuer;
    this.events = events;
    this.faults = faults;
  }

  @PostMapping("/oauth/device/code")
  ResponseEntity<Map<String, Object>> issue(HttpServletRequest request) throws IOException {
    Caller caller = Caller.of(request);
    if (faults.isOn(Fault.RATE_LIMITED)) {
      events.rateLimited(caller);
      throw new OAuthException(
          HttpStatus.TOO_MANY_REQUESTS, "too_many_requests", "Global limit has been reached");
    }
    OAuthForm form = null;
    try {
      form = OAuthForm.read(request);
      DeviceGrants.Codes codes = codes(new OAuthCall(form, request, caller));
      return JsonAnswer.ok(answer(codes));
    } catch (OAuthException refusal) {
      events.deviceRequestRefused(caller, form, refusal);
      throw refusal;
    }
  }

  private DeviceGrants.Codes codes(OAuthCall call) {
    RegisteredClient client = clients.identifyPublic(call);
    Clients.requireGrant(client, AuthorizationGrantType.DEVICE_CODE);
    @Nullable String audience = call.form().optional("audience").orElse(null);
    apis.requireKnown(audience);
    apis.requireScopes(call.form().scopes(), audience);
    DeviceRequest request =
        new DeviceRequest(client.getClientId(), call.form().scopes(), audience, call.caller());
    return grants
        .issue(request)
        .orElseThrow(
            () ->
                new OAuthException(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "too_many_requests",
                    "Too many device codes are waiting for their users."));
  }

  private Map<String, Object> answer(DeviceGrants.Codes codes) {
    String activate = issuer.resolve("activate");
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("device_code", codes.deviceCode());
    answer.put("user_code", codes.userCode());
    answer.put("verification_uri", activate);
    answer.put("expires_in", lifetimes.deviceCode().toSeconds());
    answer.put("interval", lifetimes.interval().toSeconds());
    answer.put("verification_uri_complete", activate + "?user_code=" + codes.userCode());
    return answer;
  }
}
