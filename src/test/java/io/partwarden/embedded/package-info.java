@NullMarked
package io.partwarden.embedded;

import org.jspecify.annotations.NullMarked;
