package io.devicegate.sandbox.tenant;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * The person's side of the device flow (RFC 8628 section 3.3), in Auth0's order: code,
 * confirmation, login, login rules, consent, result.
 */
@Controller
final class ActivationController {

  static final String CANCELLED = "User cancelled the confirmation prompt.";
  static final String CONSENT_REFUSED = "User did not authorize the request.";

  private final DeviceGrants grants;
  private final Clients clients;
  private final Users users;
  private final LoginPipeline pipeline;
  private final Consents consents;
  private final TenantEvents events;
  private final GuessLimit guessesOfAddress;
  private final GuessLimit guessesOfSession;

  ActivationController(
      DeviceGrants grants,
      Clients clients,
      Users users,
      LoginPipeline pipeline,
      Consents consents,
      TenantEvents events,
      SandboxProperties properties,
      Clock clock) {
    this.grants = grants;
    this.clients = clients;
    this.users = users;
    this.pipeline = pipeline;
    this.consents = consents;
    this.events = events;
    SandboxProperties.Limits limits = properties.limits();
    this.guessesOfAddress = new GuessLimit(limits.wrongCodesPerAddress(), limits.window(), clock);
    this.guessesOfSession = new GuessLimit(limits.wrongCodesPerSession(), limits.window(), clock);
  }

  @GetMapping("/activate")
  ModelAndView start(
      HttpServletRequest request,
      @RequestParam(name = "user_code", required = false) @Nullable String userCode) {
    return userCode == null ? codePage("", null) : enter(request, userCode);
  }

  @PostMapping("/activate")
  ModelAndView enter(
      HttpServletRequest request,
      @RequestParam(name = "user_code", defaultValue = "") String typed) {
    BrowserSession session = BrowserSession.of(request);
    session.endActivation();
    if (typed.isBlank()) {
      return codePage("", "no-code");
    }
    if (guessesOfAddress.isReached(request.getRemoteAddr())
        || guessesOfSession.isReached(session.id())) {
      ModelAndView page = codePage(typed, "too-many");
      page.setStatus(HttpStatus.TOO_MANY_REQUESTS);
      return page;
    }
    return UserCodes.normalize(typed)
        .map(code -> find(request, session, typed, code))
        .orElseGet(() -> codePage(typed, "invalid-code"));
  }

  @PostMapping("/activate/confirm")
  ModelAndView confirm(
      HttpServletRequest request,
      @RequestParam(name = "user_code", defaultValue = "") String userCode,
      @RequestParam(name = "action", defaultValue = "") String action) {
    BrowserSession session = BrowserSession.of(request);
    Optional<DeviceGrants.Waiting> shown =
        session
            .activation()
            .map(BrowserSession.Activation::waiting)
            .filter(waiting -> waiting.userCode().equals(userCode));
    if (shown.isEmpty()) {
      // Only a code that this browser was shown can be confirmed, else this would be a way to
      // guess.
      return enter(request, userCode);
    }
    if (action.equals("confirm")) {
      session.confirmed(shown.get());
      return new ModelAndView("redirect:/activate/continue");
    }
    if (action.equals("cancel")) {
      session.endActivation();
      events.deviceCancelled(Caller.of(request), session.id(), shown.get().request(), null);
      return refuse(shown.get(), CANCELLED, null);
    }
    return confirmPage(shown.get());
  }

  /** The browser comes here logged in: from the confirmation or from the login page. */
  @GetMapping("/activate/continue")
  ModelAndView proceed(HttpServletRequest request, Authentication authentication) {
    BrowserSession session = BrowserSession.of(request);
    Optional<BrowserSession.Activation> activation =
        session.activation().filter(BrowserSession.Activation::confirmed);
    Optional<SandboxProperties.User> user = users.byEmail(authentication.getName());
    if (activation.isEmpty() || user.isEmpty()) {
      return new ModelAndView("redirect:/activate");
    }
    return complete(request, session, activation.get().waiting(), user.get());
  }

  @GetMapping("/activate/consent")
  ModelAndView askConsent(HttpServletRequest request) {
    BrowserSession session = BrowserSession.of(request);
    return session
        .activation()
        .flatMap(
            activation ->
                Optional.ofNullable(activation.login())
                    .map(l -> consentPage(activation.waiting(), l)))
        .orElseGet(() -> new ModelAndView("redirect:/activate"));
  }

  @PostMapping("/activate/consent")
  ModelAndView consent(
      HttpServletRequest request, @RequestParam(name = "action", defaultValue = "") String action) {
    BrowserSession session = BrowserSession.of(request);
    Optional<BrowserSession.Activation> activation = session.activation();
    Login login = activation.map(BrowserSession.Activation::login).orElse(null);
    if (activation.isEmpty() || login == null) {
      return new ModelAndView("redirect:/activate");
    }
    DeviceGrants.Waiting waiting = activation.get().waiting();
    if (action.equals("accept")) {
      session.endActivation();
      consents.remember(login.userId(), waiting.request().clientId(), login.scopes());
      return approve(request, session, waiting, login);
    }
    if (action.equals("deny")) {
      session.endActivation();
      events.activationFailed(
          Caller.of(request),
          session.id(),
          waiting.userCode(),
          waiting.request(),
          "consent_denied",
          users.byId(login.userId()).orElse(null));
      return refuse(waiting, CONSENT_REFUSED, null);
    }
    return consentPage(waiting, login);
  }

  private ModelAndView find(
      HttpServletRequest request, BrowserSession session, String typed, String code) {
    DeviceGrants.Lookup lookup = grants.find(code);
    if (lookup instanceof DeviceGrants.Lookup.Found found) {
      session.found(found.waiting());
      return confirmPage(found.waiting());
    }
    guessesOfAddress.countWrong(request.getRemoteAddr());
    guessesOfSession.countWrong(session.id());
    boolean over = lookup instanceof DeviceGrants.Lookup.Over;
    events.activationFailed(
        Caller.of(request),
        session.id(),
        code,
        lookup instanceof DeviceGrants.Lookup.Over known ? known.request() : null,
        over ? "expired_code" : "invalid_code",
        null);
    return codePage(typed, "invalid-expired-code");
  }

  private ModelAndView complete(
      HttpServletRequest request,
      BrowserSession session,
      DeviceGrants.Waiting waiting,
      SandboxProperties.User user) {
    Caller caller = Caller.of(request);
    LoginPipeline.Result result =
        pipeline.deviceLogin(user, waiting.request(), caller, session.id());
    if (result instanceof LoginPipeline.Refused refused) {
      session.endActivation();
      events.loginRefused(caller, waiting.request(), user, refused.reason(), refused.message());
      events.activationFailed(
          caller, session.id(), waiting.userCode(), waiting.request(), "access_denied", user);
      return refuse(waiting, refused.message(), refused.message());
    }
    Login login = ((LoginPipeline.Completed) result).login();
    events.loggedIn(caller, session.id(), waiting.request().clientId(), user, users.logins(user));
    if (consents.covers(user.id(), waiting.request().clientId(), login.scopes())) {
      session.endActivation();
      return approve(request, session, waiting, login);
    }
    session.loggedIn(waiting, login);
    return new ModelAndView("redirect:/activate/consent");
  }

  private ModelAndView approve(
      HttpServletRequest request,
      BrowserSession session,
      DeviceGrants.Waiting waiting,
      Login login) {
    if (!grants.approve(waiting, login)) {
      return late(request, session, waiting);
    }
    return new ModelAndView("tenant/activate-allowed")
        .addObject("clientName", clients.name(waiting.request().clientId()));
  }

  /** The code expired, or another browser decided, while this person was still busy. */
  private ModelAndView late(
      HttpServletRequest request, BrowserSession session, DeviceGrants.Waiting waiting) {
    events.activationFailed(
        Caller.of(request),
        session.id(),
        waiting.userCode(),
        waiting.request(),
        "expired_code",
        null);
    return codePage("", "invalid-expired-code");
  }

  private ModelAndView refuse(
      DeviceGrants.Waiting waiting, String toDevice, @Nullable String toPerson) {
    grants.deny(waiting, toDevice);
    return new ModelAndView("tenant/activate-denied").addObject("message", toPerson);
  }

  private static ModelAndView codePage(String userCode, @Nullable String error) {
    return new ModelAndView("tenant/activate-code")
        .addObject("userCode", userCode)
        .addObject("error", error);
  }

  private ModelAndView confirmPage(DeviceGrants.Waiting waiting) {
    DeviceRequest request = waiting.request();
    return new ModelAndView("tenant/activate-confirm")
        .addObject("userCode", waiting.userCode())
        .addObject("clientName", clients.name(request.clientId()))
        .addObject("deviceAddress", request.caller().ip())
        .addObject("deviceProgram", request.caller().userAgent());
  }

  private ModelAndView consentPage(DeviceGrants.Waiting waiting, Login login) {
    return new ModelAndView("tenant/consent")
        .addObject("clientName", clients.name(waiting.request().clientId()))
        .addObject(
            "userEmail", users.byId(login.userId()).map(SandboxProperties.User::email).orElse(""))
        .addObject("scopes", new ArrayList<>(login.scopes()));
  }
}
