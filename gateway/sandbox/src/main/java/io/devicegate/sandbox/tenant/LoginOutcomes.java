package io.devicegate.sandbox.tenant;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.springframework.security.authentication.AccountStatusException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.stereotype.Component;

/** What follows a login at the login page: counters, log events, and the next page. */
@Component
final class LoginOutcomes {

  private final Users users;
  private final LoginGuard guard;
  private final TenantEvents events;
  private final SavedRequestAwareAuthenticationSuccessHandler next =
      new SavedRequestAwareAuthenticationSuccessHandler();

  LoginOutcomes(Users users, LoginGuard guard, TenantEvents events) {
    this.users = users;
    this.guard = guard;
    this.events = events;
    this.next.setDefaultTargetUrl("/activate");
  }

  AuthenticationSuccessHandler success() {
    return this::succeeded;
  }

  AuthenticationFailureHandler failure() {
    return this::failed;
  }

  private void succeeded(
      HttpServletRequest request, HttpServletResponse response, Authentication login)
      throws IOException, ServletException {
    guard.forget(login.getName(), request.getRemoteAddr());
    BrowserSession session = BrowserSession.of(request);
    users.byEmail(login.getName()).ifPresent(user -> logged(request, session, user));
    next.onAuthenticationSuccess(request, response, login);
  }

  /** With an activation under way the login is complete, and logged, once the rules have run. */
  private void logged(
      HttpServletRequest request, BrowserSession session, SandboxProperties.User user) {
    int logins = users.countLogin(user);
    if (session.confirmed().isEmpty()) {
      events.loggedIn(Caller.of(request), session.id(), "", user, logins);
    }
  }

  private void failed(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    String email = Objects.requireNonNullElse(request.getParameter("username"), "");
    Caller caller = Caller.of(request);
    BrowserSession session = BrowserSession.of(request);
    session.keepEmail(email);
    String clientId = session.clientId();
    if (failure instanceof LoginGuard.ConnectionDown) {
      events.connectionFailed(caller, clientId, email);
      response.sendRedirect("/login?error=unavailable");
      return;
    }
    if (failure instanceof AccountStatusException) {
      events.loginBlocked(caller, clientId, email, failure instanceof LoginGuard.TooManyAttempts);
      response.sendRedirect("/login?error=blocked");
      return;
    }
    guard.countWrong(email, caller.ip());
    users
        .byEmail(email)
        .ifPresentOrElse(
            user -> events.wrongPassword(caller, clientId, user),
            () -> events.unknownUser(caller, clientId, email));
    response.sendRedirect("/login?error=bad-credentials");
  }
}
