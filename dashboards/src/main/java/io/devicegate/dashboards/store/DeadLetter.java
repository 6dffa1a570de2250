package io.devicegate.dashboards.store;

/**
 * Something that was delivered, is no event, and is kept until it can be read or is too old.
 *
 * @param id names it in this store; later ones have greater ids
 * @param rejected what it is and why it could not be read
 */
public record DeadLetter(long id, RejectedEvent rejected) {}
