/** Takes stock of a table that others made, before a policy takes it over. Looks only: nothing of it is changed. */
@NullMarked
package io.partwarden.maintenance.adopt;

import org.jspecify.annotations.NullMarked;
