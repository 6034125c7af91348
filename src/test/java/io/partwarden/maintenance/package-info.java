@NullMarked
package io.partwarden.maintenance;

import org.jspecify.annotations.NullMarked;
