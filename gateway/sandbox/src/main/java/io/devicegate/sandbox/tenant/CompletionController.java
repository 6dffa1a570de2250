package io.devicegate.sandbox.tenant;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Second half of the person's side of the device flow, for a browser that is logged in: the login
 * rules, then consent unless it was given before, then the result.
 */
@Controller
final class CompletionController {

  private static final String CONSENT_REFUSED = "User did not authorize the request.";

  private final DeviceGrants grants;
  private final Users users;
  private final LoginPipeline pipeline;
  private final Consents consents;
  private final TenantEvents events;
  private final ActivationViews views;

  CompletionController(
      DeviceGrants grants,
      Users users,
      LoginPipeline pipeline,
      Consents consents,
      TenantEvents events,
      ActivationViews views) {
    this.grants = grants;
    this.users = users;
    this.pipeline = pipeline;
    this.consents = consents;
    this.events = events;
    this.views = views;
  }

  /** The browser comes here from the confirmation, or from the login page in between. */
  @GetMapping("/activate/continue")
  ModelAndView proceed(HttpServletRequest request, Authentication authentication) {
    BrowserSession session = BrowserSession.of(request);
    Optional<DeviceGrants.Waiting> confirmed = session.confirmed();
    Optional<SandboxProperties.User> user = users.byEmail(authentication.getName());
    if (confirmed.isEmpty() || user.isEmpty()) {
      return startAgain();
    }
    DeviceGrants.Waiting waiting = confirmed.get();
    LoginPipeline.Result result =
        pipeline.deviceLogin(user.get(), waiting.request(), Caller.of(request), session.id());
    if (result instanceof LoginPipeline.Result.Refused refused) {
      return refuse(request, session, waiting, user.get(), refused);
    }
    Login login = ((LoginPipeline.Result.Completed) result).login();
    String clientId = waiting.request().clientId();
    events.loggedIn(
        Caller.of(request), session.id(), clientId, user.get(), users.logins(user.get()));
    if (consents.covers(login.userId(), clientId, login.scopes())) {
      return approve(request, session, waiting, login);
    }
    session.loggedIn(waiting, login);
    return new ModelAndView("redirect:/activate/consent");
  }

  @GetMapping("/activate/consent")
  ModelAndView askConsent(HttpServletRequest request, Authentication authentication) {
    return pending(BrowserSession.of(request), authentication)
        .map(pending -> views.consent(pending.waiting(), pending.login()))
        .orElseGet(CompletionController::startAgain);
  }

  @PostMapping("/activate/consent")
  ModelAndView consent(
      HttpServletRequest request, @RequestParam(name = "action", defaultValue = "") String action) {
    BrowserSession session = BrowserSession.of(request);
    Optional<BrowserSession.Pending> pending = session.loggedIn();
    if (pending.isEmpty()) {
      return startAgain();
    }
    DeviceGrants.Waiting waiting = pending.get().waiting();
    Login login = pending.get().login();
    return switch (action) {
      case "accept" -> {
        consents.remember(login.userId(), waiting.request().clientId(), login.scopes());
        yield approve(request, session, waiting, login);
      }
      case "deny" -> decline(request, session, waiting, login);
      default -> views.consent(waiting, login);
    };
  }

  /** The login that waits for consent, if it is the login of the person who is here now. */
  private Optional<BrowserSession.Pending> pending(
      BrowserSession session, Authentication authentication) {
    String here =
        users.byEmail(authentication.getName()).map(SandboxProperties.User::id).orElse("");
    return session.loggedIn().filter(pending -> pending.login().userId().equals(here));
  }

  private ModelAndView approve(
      HttpServletRequest request,
      BrowserSession session,
      DeviceGrants.Waiting waiting,
      Login login) {
    session.endActivation();
    if (grants.approve(waiting, login)) {
      return views.allowed(waiting);
    }
    // It expired, or another browser decided, while this person was still busy.
    fail(request, session, waiting, "expired_code", login.userId());
    return views.code("", "invalid-expired-code");
  }

  private ModelAndView decline(
      HttpServletRequest request,
      BrowserSession session,
      DeviceGrants.Waiting waiting,
      Login login) {
    session.endActivation();
    grants.deny(waiting, CONSENT_REFUSED);
    fail(request, session, waiting, "consent_denied", login.userId());
    return views.denied(null);
  }

  private ModelAndView refuse(
      HttpServletRequest request,
      BrowserSession session,
      DeviceGrants.Waiting waiting,
      SandboxProperties.User user,
      LoginPipeline.Result.Refused refused) {
    session.endActivation();
    grants.deny(waiting, refused.message());
    events.loginRefused(
        Caller.of(request), waiting.request(), user, refused.reason(), refused.message());
    fail(request, session, waiting, "access_denied", user.id());
    if (refused.revokes()) {
      request.getSession().invalidate();
    }
    return views.denied(refused.message());
  }

  private void fail(
      HttpServletRequest request,
      BrowserSession session,
      DeviceGrants.Waiting waiting,
      String error,
      String userId) {
    events.activationFailed(
        Caller.of(request),
        session.id(),
        waiting.userCode(),
        waiting.request(),
        error,
        users.byId(userId).orElse(null));
  }

  private static ModelAndView startAgain() {
    return new ModelAndView("redirect:/activate");
  }
}
