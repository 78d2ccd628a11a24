-- The two tables of a Dify-like chat application that NocoDB serves as an external source.
-- No foreign key between them by default: with one, NocoDB adds link columns and every listing
-- that does not name its fields runs one more query per row.
CREATE TABLE conversations (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), app_id uuid NOT NULL, app_model_config_id uuid,
  model_provider varchar(255), override_model_configs text, model_id varchar(255), mode varchar(255) NOT NULL,
  name varchar(255) NOT NULL, summary text, inputs json, introduction text, system_instruction text,
  system_instruction_tokens integer NOT NULL DEFAULT 0, status varchar(255) NOT NULL, invoke_from varchar(255),
  from_source varchar(255) NOT NULL, from_end_user_id uuid, from_account_id uuid, read_at timestamp, read_account_id uuid,
  dialogue_count integer NOT NULL DEFAULT 0, is_deleted boolean NOT NULL DEFAULT false,
  created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP(0), updated_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP(0));
CREATE TABLE messages (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), app_id uuid NOT NULL, model_provider varchar(255), model_id varchar(255),
  override_model_configs text, conversation_id uuid NOT NULL, inputs json, query text NOT NULL, message json NOT NULL,
  message_tokens integer NOT NULL DEFAULT 0, message_unit_price numeric(10,4) NOT NULL, message_price_unit numeric(10,7) NOT NULL DEFAULT 0.001,
  answer text NOT NULL, answer_tokens integer NOT NULL DEFAULT 0, answer_unit_price numeric(10,4) NOT NULL, answer_price_unit numeric(10,7) NOT NULL DEFAULT 0.001,
  provider_response_latency double precision NOT NULL DEFAULT 0, total_price numeric(10,7), currency varchar(255) NOT NULL,
  status varchar(255) NOT NULL DEFAULT 'normal', error text, message_metadata text, invoke_from varchar(255), agent_based boolean NOT NULL DEFAULT false,
  from_source varchar(255) NOT NULL, from_end_user_id uuid, from_account_id uuid, workflow_run_id uuid, parent_message_id uuid,
  created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP(0), updated_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP(0));
CREATE INDEX message_conversation_id_idx ON messages (conversation_id);
CREATE INDEX message_created_at_idx ON messages (created_at);
CREATE INDEX conversation_created_at_idx ON conversations (created_at);
