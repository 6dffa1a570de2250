/** What is kept about people: hashed, dropped, and for how long, by configuration. */
@NullMarked
package io.devicegate.dashboards.privacy;

import org.jspecify.annotations.NullMarked;
