@NullMarked
package io.partwarden.maintenance.runs;

import org.jspecify.annotations.NullMarked;
