/**
 * Values that stand in configurations of every second project and in ordinary text: passwords that are none, words of
 * deployment, defaults of databases. Lower case, without separators and without the digits at their end.
 */
export const commonValues: ReadonlySet<string> = new Set(
  `abcdefgh access account administrator adminadmin adminpass adminpassword anonymous application authorization
  automatic backend baseball changeit changethis computer confidential container credentials dashboard database
  datadog default defaultpassword demodemo deployment development disabled docker elasticsearch enabled enterprise
  environment example football frontend guestguest iloveyou information integration internal kubernetes letmein
  letmeinplease localdev localhost localpassword localsecret mastermaster masterkey minioadmin minioadminminioadmin
  mongodb monitoring mypassword mysecret mysecretkey mysecretpassword mysqladmin mysqlpassword nopassword notasecret
  passpass passphrase password passwordpassword passw0rd p@ssword p@ssw0rd postgres postgresql postgrespassword
  preproduction princess private production productionserver qwertyuiop qwerty rabbitmq redispassword replaceme
  required rootpassword rootroot sample samplepassword secret secretkey secretpassword secretsecret staging
  sunshine superman superadmin supersecret supersecretkey supersecretpassword superuser temporary temppassword
  testing testpassword testsecret testtest testuser topsecret undefined unknown username verysecret verysecretkey
  warning welcome whatever yourpassword yoursecret`.split(/\s+/),
);
