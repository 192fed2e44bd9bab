/** `require('covermain/auto')` without the condition `covermain`: nothing. */
