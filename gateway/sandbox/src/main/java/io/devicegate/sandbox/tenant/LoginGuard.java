package io.devicegate.sandbox.tenant;

import java.time.Clock;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AccountStatusException;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/**
 * Refuses to look at a password when too many wrong ones came from the same address for the same
 * account, and when the fault says that nobody can; otherwise leaves the answer to the next
 * provider.
 */
@Component
final class LoginGuard {

  /** Too many wrong passwords. */
  static final class TooManyAttempts extends LockedException {
    private static final long serialVersionUID = 1L;

    TooManyAttempts() {
      super("Too many wrong passwords");
    }
  }

  /** Nobody can look at the password; no account's fault, but nothing else ends the attempt. */
  static final class ConnectionDown extends AccountStatusException {
    private static final long serialVersionUID = 1L;

    ConnectionDown() {
      super("The connection does not answer");
    }
  }

  private final GuessLimit guesses;

  private final Faults faults;

  LoginGuard(SandboxProperties properties, Clock clock, Faults faults) {
    this.faults = faults;
    this.guesses =
        new GuessLimit(properties.limits().wrongPasswords(), properties.limits().window(), clock);
  }

  /** Goes before the provider that looks at the password. */
  AuthenticationProvider provider() {
    return new AuthenticationProvider() {
      @Override
      public @Nullable Authentication authenticate(Authentication login) {
        return check(login);
      }

      @Override
      public boolean supports(Class<?> type) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
      }
    };
  }

  private @Nullable Authentication check(Authentication login) {
    String address =
        login.getDetails() instanceof WebAuthenticationDetails details
            ? details.getRemoteAddress()
            : "";
    if (guesses.isReached(guesser(login.getName(), address))) {
      throw new TooManyAttempts();
    }
    if (faults.isOn(Fault.CONNECTION_DOWN)) {
      throw new ConnectionDown();
    }
    return null;
  }

  void countWrong(String account, String address) {
    guesses.countWrong(guesser(account, address));
  }

  void forget(String account, String address) {
    guesses.forget(guesser(account, address));
  }

  private static String guesser(String account, String address) {
    String known = account.trim().toLowerCase(Locale.ROOT);
    return address + " " + known.substring(0, Math.min(known.length(), 128));
  }
}
