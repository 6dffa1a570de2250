package io.devicegate.sandbox.tenant;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The login page, and {@code GET /v2/logout}. */
@Controller
final class LoginController {

  private static final Set<String> ERRORS = Set.of("bad-credentials", "blocked", "unavailable");

  private final Clients clients;
  private final Users users;
  private final Issuer issuer;
  private final TenantEvents events;

  LoginController(Clients clients, Users users, Issuer issuer, TenantEvents events) {
    this.clients = clients;
    this.users = users;
    this.issuer = issuer;
    this.events = events;
  }

  @GetMapping("/login")
  String login(
      HttpServletRequest request,
      @RequestParam(required = false) @Nullable String error,
      Model model) {
    model.addAttribute("error", error != null && ERRORS.contains(error) ? error : null);
    model.addAttribute("email", BrowserSession.of(request).takeEmail());
    return "tenant/login";
  }

  /**
   * Ends the browser's session, then goes to {@code returnTo} when that is a page of the tenant or
   * one that the client allows.
   */
  @GetMapping("/v2/logout")
  ModelAndView logout(
      HttpServletRequest request,
      @Nullable Authentication user,
      @RequestParam(name = "client_id", defaultValue = "") String clientId,
      @RequestParam(name = "returnTo", required = false) @Nullable String returnTo) {
    if (returnTo != null && !mayReturn(clientId, returnTo)) {
      return new ModelAndView("tenant/error", HttpStatus.BAD_REQUEST)
          .addObject("status", HttpStatus.BAD_REQUEST.value())
          .addObject("message", "returnTo is not among the client's allowed logout addresses.");
    }
    Optional<BrowserSession> session = BrowserSession.existing(request);
    session.ifPresent(
        ended -> {
          Optional.ofNullable(user)
              .flatMap(u -> users.byEmail(u.getName()))
              .ifPresent(u -> events.loggedOut(Caller.of(request), ended.id(), clientId, u));
          ended.end();
        });
    return new ModelAndView("redirect:" + (returnTo == null ? "/activate" : returnTo));
  }

  private boolean mayReturn(String clientId, String returnTo) {
    return clients.allowsLogoutTo(clientId, returnTo) || isOwnPage(returnTo);
  }

  private boolean isOwnPage(String returnTo) {
    try {
      return URI.create(returnTo).normalize().toString().startsWith(issuer.url());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
