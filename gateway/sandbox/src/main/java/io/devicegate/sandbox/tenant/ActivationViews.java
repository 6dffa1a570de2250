package io.devicegate.sandbox.tenant;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** The pages of an activation and what each shows. */
@Component
final class ActivationViews {

  private final Clients clients;
  private final Users users;

  ActivationViews(Clients clients, Users users) {
    this.clients = clients;
    this.users = users;
  }

  /**
   * Asks for the code.
   *
   * @param userCode what the person typed before
   * @param error which message to show; null for none
   */
  ModelAndView code(String userCode, @Nullable String error) {
    return new ModelAndView("tenant/activate-code")
        .addObject("userCode", userCode)
        .addObject("error", error);
  }

  ModelAndView tooManyCodes(String userCode) {
    ModelAndView page = code(userCode, "too-many");
    page.setStatus(HttpStatus.TOO_MANY_REQUESTS);
    return page;
  }

  ModelAndView confirmation(DeviceGrants.Waiting waiting) {
    Caller device = waiting.request().caller();
    return new ModelAndView("tenant/activate-confirm")
        .addObject("userCode", waiting.userCode())
        .addObject("clientName", clientName(waiting))
        .addObject("deviceAddress", device.ip())
        .addObject("deviceProgram", device.userAgent());
  }

  ModelAndView consent(DeviceGrants.Waiting waiting, Login login) {
    String email = users.byId(login.userId()).map(SandboxProperties.User::email).orElse("");
    return new ModelAndView("tenant/consent")
        .addObject("clientName", clientName(waiting))
        .addObject("userEmail", email)
        .addObject("scopes", new ArrayList<>(login.scopes()));
  }

  ModelAndView allowed(DeviceGrants.Waiting waiting) {
    return new ModelAndView("tenant/activate-allowed").addObject("clientName", clientName(waiting));
  }

  /** Says that nothing was activated, and why when somebody else than the person decided so. */
  ModelAndView denied(@Nullable String message) {
    return new ModelAndView("tenant/activate-denied").addObject("message", message);
  }

  private String clientName(DeviceGrants.Waiting waiting) {
    return clients.name(waiting.request().clientId());
  }
}
