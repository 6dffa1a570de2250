package io.devicegate.rules.access;

import com.google.errorprone.annotations.Immutable;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.values.OpaqueValue;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The value of an output: {@code deny('reason')} and its kin. */
@Immutable
final class Outcome extends OpaqueValue {

  static final OpaqueType TYPE = OpaqueType.create("outcome");
  static final Outcome ALLOW = new Outcome(Effect.ALLOW, "allowed", Obligations.NONE);

  private final Effect effect;
  private final String reason;

  @SuppressWarnings("Immutable") // A record of immutable parts.
  private final Obligations obligations;

  Outcome(Effect effect, String reason, Obligations obligations) {
    this.effect = effect;
    this.reason = reason;
    this.obligations = obligations;
  }

  Effect effect() {
    return effect;
  }

  String reason() {
    return reason;
  }

  Obligations obligations() {
    return obligations;
  }

  /** Adds obligations; what the outcome has already stays. */
  Outcome with(Obligations more) {
    return new Outcome(effect, reason, obligations.and(more));
  }

  @Override
  public Object value() {
    return this;
  }

  @Override
  public OpaqueType celType() {
    return TYPE;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Outcome outcome
        && outcome.effect == effect
        && outcome.reason.equals(reason)
        && outcome.obligations.equals(obligations);
  }

  @Override
  public int hashCode() {
    return Objects.hash(effect, reason, obligations);
  }

  @Override
  public String toString() {
    return effect + "(" + reason + ")";
  }
}
