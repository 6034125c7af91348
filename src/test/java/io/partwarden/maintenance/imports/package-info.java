@NullMarked
package io.partwarden.maintenance.imports;

import org.jspecify.annotations.NullMarked;
