package io.devicegate.sandbox.tenant;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * First half of the person's side of the device flow (RFC 8628 section 3.3): enter the code, then
 * confirm the device. {@link CompletionController} goes on from there.
 */
@Controller
final class ActivationController {

  private static final String CANCELLED = "User cancelled the confirmation prompt.";

  private final CodeEntry codes;
  private final DeviceGrants grants;
  private final Users users;
  private final TenantEvents events;
  private final ActivationViews views;

  ActivationController(
      CodeEntry codes,
      DeviceGrants grants,
      Users users,
      TenantEvents events,
      ActivationViews views) {
    this.codes = codes;
    this.grants = grants;
    this.users = users;
    this.events = events;
    this.views = views;
  }

  @GetMapping("/activate")
  ModelAndView start(
      HttpServletRequest request,
      @RequestParam(name = "user_code", required = false) @Nullable String userCode) {
    return userCode == null ? views.code("", null) : enter(request, userCode);
  }

  @PostMapping("/activate")
  ModelAndView enter(
      HttpServletRequest request,
      @RequestParam(name = "user_code", defaultValue = "") String typed) {
    BrowserSession session = BrowserSession.of(request);
    session.endActivation();
    if (typed.isBlank()) {
      return views.code("", "no-code");
    }
    CodeEntry.Result result = codes.enter(typed, Caller.of(request), session.id());
    if (result instanceof CodeEntry.Result.Found found) {
      session.found(found.waiting());
      return views.confirmation(found.waiting());
    }
    if (result instanceof CodeEntry.Result.TooMany) {
      return views.tooManyCodes(typed);
    }
    boolean malformed = result instanceof CodeEntry.Result.Malformed;
    return views.code(typed, malformed ? "invalid-code" : "invalid-expired-code");
  }

  @PostMapping("/activate/confirm")
  ModelAndView confirm(
      HttpServletRequest request,
      @Nullable Authentication authentication,
      @RequestParam(name = "user_code", defaultValue = "") String userCode,
      @RequestParam(name = "action", defaultValue = "") String action) {
    BrowserSession session = BrowserSession.of(request);
    Optional<DeviceGrants.Waiting> shown =
        session
            .activation()
            .map(BrowserSession.Activation::waiting)
            .filter(waiting -> waiting.userCode().equals(userCode));
    if (shown.isEmpty()) {
      // Only a code that this browser was shown is confirmed, or this would be a way to guess.
      return enter(request, userCode);
    }
    return switch (action) {
      case "confirm" -> {
        session.confirmed(shown.get());
        yield new ModelAndView("redirect:/activate/continue");
      }
      case "cancel" -> cancel(request, session, shown.get(), authentication);
      default -> views.confirmation(shown.get());
    };
  }

  private ModelAndView cancel(
      HttpServletRequest request,
      BrowserSession session,
      DeviceGrants.Waiting waiting,
      @Nullable Authentication authentication) {
    session.endActivation();
    grants.deny(waiting, CANCELLED);
    SandboxProperties.User user =
        authentication == null ? null : users.byEmail(authentication.getName()).orElse(null);
    events.deviceCancelled(Caller.of(request), session.id(), waiting.request(), user);
    return views.denied(null);
  }
}
